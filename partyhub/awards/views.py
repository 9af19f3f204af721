from collections.abc import Sequence

from flask import Blueprint
from flask_babel import lazy_gettext, lazy_pgettext

from partyhub.accounts import current_viewer
from partyhub.awards.forms import AwardForm
from partyhub.awards.models import RECORDED_KINDS, Award, AwardCategory, AwardLevel
from partyhub.awards.operations import store_award
from partyhub.awards.queries import held_in, load_awards, recipient_name, select_awards_of
from partyhub.database import db
from partyhub.members.models import Member
from partyhub.organizations.access import owned_by
from partyhub.registers import (
    Column,
    Listing,
    Register,
    add_register_views,
    enum_filter,
    happening,
)

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
        Column("recipient", sort=recipient_name()),
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
        search=(Award.search_text, Member.search_text),
        filters=(
            enum_filter("level", lazy_pgettext("awards", "Level"), Award.level, AwardLevel),
            enum_filter(
                "recipient_kind",
                lazy_pgettext("awards", "Kind of recipient"),
                Award.recipient_kind,
                RECORDED_KINDS,
            ),
            enum_filter(
                "category", lazy_pgettext("awards", "Category"), Award.category, AwardCategory
            ),
        ),
    ),
    load=load_awards,
    store=store_award,
    lifetime=happening(Award.awarded_on),
    access=owned_by(lambda reach, day: held_in(reach)),
)

blueprint = Blueprint("awards", __name__, url_prefix="/awards")
add_register_views(blueprint, awards)


@blueprint.app_template_global()
def awards_of(member: Member) -> Sequence[Award]:
    """A member's own awards that the reader may see, for the member's page."""
    seen = awards.access.seen(current_viewer())
    return db.session.scalars(select_awards_of(member).where(seen)).all()
