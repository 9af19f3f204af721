"""Models of the roll of members, with PartyHub's checks and history."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

LEAST_AGE, PROBATION_MONTHS = 18, 12
STAGES = ("applied_on", "activist_on", "target_on", "admitted_on", "full_on")


class Named(models.Model):
    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        abstract = True


class Organization(Named):
    kind = models.CharField(max_length=40)


class Workshop(Named):
    pass


class Sex(models.TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Employment(models.TextChoices):
    ON_POST = "on_post", "在岗"
    RETIRED = "retired", "退休"
    LEFT = "left", "离职"


def optional_text(longest: int = 60) -> models.CharField:
    return models.CharField(max_length=longest, blank=True, default="")


class Member(models.Model):
    number = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60, db_index=True)
    sex = models.CharField(max_length=40, blank=True, default="", choices=Sex.choices)
    birth_date = models.DateField(null=True, blank=True)
    ethnicity = optional_text()
    native_place = optional_text()
    education = optional_text()
    organization = models.ForeignKey(Organization, models.PROTECT)
    party_group = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+"
    )
    workshop = models.ForeignKey(Workshop, models.PROTECT, null=True, blank=True)
    job = optional_text()
    applied_on = models.DateField(null=True, blank=True)
    activist_on = models.DateField(null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    admitted_on = models.DateField(null=True, blank=True)
    full_on = models.DateField(null=True, blank=True)
    employment = models.CharField(max_length=40, blank=True, default="", choices=Employment.choices)
    is_floating = models.BooleanField(default=False)
    phone = optional_text(30)
    remark = optional_text(2000)
    history = HistoricalRecords()

    def clean(self) -> None:
        self.check_order()
        self.check_age()

    def check_order(self) -> None:
        """Refuse a stage before the one below it, or in the future."""
        before = None
        for name in STAGES:
            day = getattr(self, name)
            if day is None:
                continue
            if day > date.today():  # noqa: DTZ011
                raise ValidationError({name: "This day has not come yet."})
            if before and day < before:
                raise ValidationError({name: "It can't lie before the stage below it."})
            before = day

    def check_age(self) -> None:
        born, applied = self.birth_date, self.applied_on or self.admitted_on
        if born and applied and applied < later(born, LEAST_AGE * 12):
            raise ValidationError({"birth_date": "Under age on the day of the application."})

    @property
    def warnings(self) -> list[str]:
        """Return a warning for a probation that was too short; it is not refused."""
        end = self.admitted_on and later(self.admitted_on, PROBATION_MONTHS)
        is_short = self.full_on and end and self.full_on < end
        return ["Probation lasts twelve months."] if is_short else []

    @property
    def first_day(self) -> date:
        days = [day for name in STAGES if (day := getattr(self, name))]
        return min(days, default=date.today())  # noqa: DTZ011


class Assignment(models.Model):
    """The organization of a person from a day on; a new member's first one is created with it."""

    member = models.ForeignKey(Member, models.CASCADE)
    organization = models.ForeignKey(Organization, models.PROTECT)
    party_group = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    started_on = models.DateField()
    history = HistoricalRecords()


def later(day: date, months: int) -> date:
    """Return the same day some months later; 29 February becomes 28 February if needed."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError
