"""Cases of rules about accounts of people who left or moved."""

from typing import Any

from partyhub.accounts.models import User
from partyhub.clock import now
from partyhub.members.models import Member, OutReason
from partyhub.roles import Role
from tests.problems.world import World, case, day

GONE = {"ended_on": day("2023-06-20"), "out_reason": OutReason.TRANSFER_OUT}


def account(w: World, member: Member, **values: Any) -> None:
    own = {"role": Role.BRANCH_SECRETARY, "organization_id": w.one.id, "password_hash": "x"}
    w.add(User(username=member.name, name=member.name, member_id=member.id, **(own | values)))


@case("accounts.left")
def _(w: World) -> set[str]:
    account(w, w.member("Here"))
    account(w, w.member("Gone", stay=GONE))
    account(w, w.member("Gone and disabled", stay=GONE), disabled_at=now())
    back = w.member("Back", stay=GONE)
    w.stay(back, started_on=day("2023-06-30"))
    account(w, back)
    return {"Gone"}


@case("accounts.moved")
def _(w: World) -> set[str]:
    account(w, w.member("Here"))
    account(w, w.member("Of all"), organization_id=w.root.id)
    account(w, w.member("Elsewhere"), organization_id=w.two.id)
    account(w, w.member("Reads nothing"), organization_id=w.two.id, role=Role.AUDITOR)
    account(w, w.member("Gone", stay=GONE))
    return {"Elsewhere"}
