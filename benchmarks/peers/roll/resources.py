"""Two import resources: one as in the documentation, one with its caches for many rows."""

from typing import Any

from django.db.models import TextChoices
from import_export import fields, instance_loaders, resources, widgets

from benchmarks.peers.roll.models import (
    Assignment,
    Employment,
    Member,
    Organization,
    Sex,
    Workshop,
)
from benchmarks.people import COLUMNS

DATES = ("birth_date", "applied_on", "activist_on", "target_on", "admitted_on", "full_on")


class ChoiceWidget(widgets.CharWidget):
    """A widget that accepts the label or the key of an enum."""

    def __init__(self, choices: type[TextChoices]) -> None:
        super().__init__()
        self.known = {c.label: c.value for c in choices} | {c.value: c.value for c in choices}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if not value:
            return ""
        if value not in self.known:
            raise ValueError(f"{value} is not one of: {', '.join(self.known)}.")
        return self.known[value]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(value)


class YesNoWidget(widgets.BooleanWidget):
    TRUE_VALUES = [*widgets.BooleanWidget.TRUE_VALUES, "是"]
    FALSE_VALUES = [*widgets.BooleanWidget.FALSE_VALUES, "否"]


class ByName(widgets.ForeignKeyWidget):
    def __init__(self, model: Any, kinds: tuple[str, ...] = ()) -> None:
        super().__init__(model, "name")
        self.kinds = kinds

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        found = super().get_queryset(value, row, *args, **kwargs)
        return found.filter(kind__in=self.kinds) if self.kinds else found


class RememberedByName(ByName):
    """A `ByName` widget that queries the database once for each name."""

    def __init__(self, model: Any, kinds: tuple[str, ...] = ()) -> None:
        super().__init__(model, kinds)
        self.known: dict[Any, Any] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if value not in self.known:
            self.known[value] = super().clean(value, row, **kwargs)
        return self.known[value]


def column(name: str, widget: widgets.Widget | None = None) -> fields.Field:
    text = widgets.CharWidget(coerce_to_string=True, allow_blank=True)
    return fields.Field(attribute=name, column_name=COLUMNS[name], widget=widget or text)


class MemberResource(resources.ModelResource):
    number = column("number")
    name = column("name")
    sex = column("sex", ChoiceWidget(Sex))
    birth_date = column("birth_date", widgets.DateWidget())
    ethnicity = column("ethnicity")
    native_place = column("native_place")
    education = column("education")
    organization = column("organization", ByName(Organization, ("branch", "party_committee")))
    party_group = column("party_group", ByName(Organization, ("party_group",)))
    workshop = column("workshop", ByName(Workshop))
    job = column("job")
    applied_on = column("applied_on", widgets.DateWidget())
    activist_on = column("activist_on", widgets.DateWidget())
    target_on = column("target_on", widgets.DateWidget())
    admitted_on = column("admitted_on", widgets.DateWidget())
    full_on = column("full_on", widgets.DateWidget())
    employment = column("employment", ChoiceWidget(Employment))
    is_floating = column("is_floating", YesNoWidget())
    phone = column("phone")
    remark = column("remark")

    class Meta:
        model = Member
        fields = tuple(COLUMNS)
        import_id_fields = ("number",)
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_transactions = True

    def after_init_instance(self, instance: Member, new: bool, row: Any, **kwargs: Any) -> None:
        instance.is_new = new

    def after_save_instance(self, instance: Member, row: Any, **kwargs: Any) -> None:
        if instance.is_new:
            Assignment.objects.create(
                member=instance,
                organization=instance.organization,
                party_group=instance.party_group,
                started_on=instance.first_day,
            )


class TunedResource(MemberResource):
    organization = column(
        "organization", RememberedByName(Organization, ("branch", "party_committee"))
    )
    party_group = column("party_group", RememberedByName(Organization, ("party_group",)))
    workshop = column("workshop", RememberedByName(Workshop))

    class Meta:
        # Not skip_diff: it would switch skip_unchanged off too.
        instance_loader_class = instance_loaders.CachedInstanceLoader
