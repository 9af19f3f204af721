"""The case of the rule about people without any assignment who hold something."""

from partyhub.members.models import OutReason
from tests.problems.world import World, case, day


@case("members.holding_unassigned")
def _(w: World) -> set[str]:
    gone = {"ended_on": day("2023-06-30"), "out_reason": OutReason.TRANSFER_OUT}
    w.post(w.member("Gone", stay=gone))
    w.member("Holds nothing", stay={})
    w.post(w.member("Gave up", stay={}), ended_on=day("2023-06-30"))
    w.post(w.member("Nowhere", stay={}))
    return {"Nowhere"}
