"""Definition of the register of pauses of the right to vote.

Only the committee's secretary and clerks read and write it, and an auditor sees no value of it.
"""

from flask_babel import lazy_gettext
from sqlalchemy import func

from partyhub.members.models import Member
from partyhub.members.queries import belonged_to
from partyhub.members.voting_pauses.forms import VotingPauseForm
from partyhub.members.voting_pauses.models import VotingPause
from partyhub.members.voting_pauses.queries import load_pauses
from partyhub.organizations.access import owned_by
from partyhub.periods import FAR
from partyhub.registers import Column, Listing, Register, assign, lasting
from partyhub.roles import Right

voting_pauses = Register(
    name="voting_pauses",
    label=lazy_gettext("Pause of the right to vote"),
    title=lazy_gettext("Pauses of the right to vote"),
    model=VotingPause,
    form=VotingPauseForm,
    key=("member", "started_on"),
    columns=(
        Column("member", sort=Member.pinyin, is_personal=True),
        Column("started_on", sort=VotingPause.started_on, is_personal=True),
        Column("ended_on", sort=func.coalesce(VotingPause.ended_on, FAR), is_personal=True),
    ),
    listing=Listing(
        columns=("member", "started_on", "ended_on"),
        order="-started_on",
        search=(VotingPause.id, VotingPause.member_id),
    ),
    load=load_pauses,
    store=assign,
    lifetime=lasting(VotingPause.started_on, VotingPause.ended_on),
    access=owned_by(
        lambda reach, day: belonged_to(reach, VotingPause.member_id, day),
        to_read=Right.WRITE_STRUCTURE,
        to_write=Right.WRITE_STRUCTURE,
    ),
    is_confidential=True,
)
