"""The two rolls of the register of members (registers.md): members, and people in development."""

from flask_babel import lazy_gettext

from partyhub.members.models import Stage
from partyhub.members.stages import in_development, on_roll
from partyhub.registers import Roll

DEVELOPMENT = "development"
EVERYBODY = "all"
# The looks of stages on pages.
STAGE_STATES = {
    Stage.PROBATIONARY: "due",
    Stage.FULL: "ok",
    Stage.TARGET: "none",
    Stage.ACTIVIST: "none",
    Stage.APPLICANT: "none",
}

IN_PARTY = (Stage.PROBATIONARY, Stage.FULL)

ROLLS = (
    Roll("", lazy_gettext("Member roll"), on_roll, offers={"stage": IN_PARTY}),
    Roll(
        DEVELOPMENT,
        lazy_gettext("Development roll"),
        in_development,
        columns=(
            *("number", "name", "sex", "organization", "job"),
            *("applied_on", "activist_on", "target_on", "stage"),
        ),
        offers={"stage": [stage for stage in Stage if stage not in IN_PARTY]},
    ),
    Roll(EVERYBODY, lazy_gettext("Both rolls"), None),
)
