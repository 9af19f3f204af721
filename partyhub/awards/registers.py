"""Definition of the register of awards."""

from flask_babel import lazy_gettext, lazy_pgettext

from partyhub.awards.forms import AwardForm
from partyhub.awards.models import (
    RECIPIENT_MODELS,
    Award,
    AwardCategory,
    AwardLevel,
    RecipientKind,
)
from partyhub.awards.operations import store_award
from partyhub.awards.queries import (
    awarded_within,
    given_to,
    given_to_the_same,
    load_awards,
    recipient_name,
)
from partyhub.organizations.access import owned_by
from partyhub.registers import (
    Column,
    Listing,
    Register,
    Relation,
    enum_filter,
    event,
)
from partyhub.registers.list_filters import period_filter

awards = Register(
    name="awards",
    label=lazy_gettext("Honor"),
    title=lazy_gettext("Honors on record"),
    model=Award,
    form=AwardForm,
    key=("title", "granting_body", "awarded_on", "recipient"),
    columns=(
        Column("title", sort=Award.title),
        Column("level", states=dict.fromkeys(AwardLevel, "gold")),
        Column("granting_body", sort=Award.granting_body),
        Column("awarded_on", sort=Award.awarded_on),
        Column("for_year", kind="year"),
        Column("recipient_kind"),
        Column(
            "recipient",
            sort=recipient_name(),
            needs=tuple(kind.value for kind in RECIPIENT_MODELS),
        ),
        Column("category"),
        Column("document_no"),
        Column("certificate_no"),
        Column("valid_until"),
    ),
    listing=Listing(
        columns=(
            "title",
            "recipient",
            "recipient_kind",
            "granting_body",
            "awarded_on",
            "category",
            "level",
        ),
        order="-awarded_on",
        search=(Award.id, Award.member_id),
        filters=(
            enum_filter("level", lazy_pgettext("awards", "Level"), Award.level, AwardLevel),
            enum_filter(
                "recipient_kind",
                lazy_pgettext("awards", "Kind of recipient"),
                Award.recipient_kind,
                RecipientKind,
            ),
            enum_filter(
                "category", lazy_pgettext("awards", "Category"), Award.category, AwardCategory
            ),
            period_filter(Award.awarded_on),
        ),
    ),
    load=load_awards,
    store=store_award,
    lifetime=event(Award.awarded_on),
    access=owned_by(lambda reach, day: awarded_within(reach)),
)

relations = (
    *(
        Relation(
            awards,
            model,
            lazy_gettext("Honors"),
            given_to(kind),
            ("title", "granting_body", "awarded_on", "level"),
            Award.awarded_on.desc(),
        )
        for kind, model in RECIPIENT_MODELS.items()
    ),
    Relation(
        awards,
        Award,
        lazy_gettext("Other honors of the same recipient"),
        given_to_the_same,
        ("title", "granting_body", "awarded_on", "level"),
        Award.awarded_on.desc(),
    ),
)
