"""What general meetings had to vote on: people, and re-elections."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from partyhub.example.days import BEGAN
from partyhub.example.meetings import Life
from partyhub.example.movements import ADMISSIONS, CANCELLED, EXTENDED
from partyhub.example.tree import TERMS, UNITS


@dataclass
class Vote:
    """What a general meeting decides on one day besides the usual."""

    admitted: list[str] = field(default_factory=list)
    made_full: list[str] = field(default_factory=list)
    others: list[tuple[str, str, str]] = field(default_factory=list)


def find_votes(life: Life) -> dict[tuple[str, date], Vote]:
    """The general meetings that people's ways and re-elections bring with them."""
    votes: dict[tuple[str, date], Vote] = defaultdict(Vote)
    for code, admitted, full in ADMISSIONS:
        name = life.people[f"{code}.n.{admitted}"].name
        votes[code, date.fromisoformat(admitted)].admitted.append(name)
        if full:
            votes[code, date.fromisoformat(full)].made_full.append(name)
    _add_unusual(votes, life)
    _add_elections(votes)
    return {place: vote for place, vote in votes.items() if place[1] >= BEGAN}


def _add_unusual(votes: dict[tuple[str, date], Vote], life: Life) -> None:
    """One who did not become a full member, and one for whom it took longer."""
    key, day = CANCELLED
    _add_other(
        votes,
        life,
        key,
        day,
        "取消{name}同志预备党员资格",
        "经无记名投票表决，同意取消{name}同志预备党员资格，报公司党委审批。",
    )
    key, day, until = EXTENDED
    _add_other(
        votes,
        life,
        key,
        day,
        "讨论预备党员{name}同志转正",
        f"同意延长{{name}}同志预备期六个月，至{until:%Y}年{until.month}月{until.day}日。",
    )


def _add_elections(votes: dict[tuple[str, date], Vote]) -> None:
    for code, number, _, reelected, _ in TERMS:
        if code in UNITS and UNITS[code].kind == "branch" and reelected > BEGAN.isoformat():
            votes[code, date.fromisoformat(reelected)].others.append(
                (
                    "听取上届支部委员会工作报告；选举新一届支部委员会",
                    f"到会有选举权的党员超过应到会人数的五分之四，会议有效。第{number}届支委会作工作报告，与会党员以无记名投票方式差额选举。",
                    f"选举产生第{number + 1}届支部委员会，结果报公司党委批准。",
                )
            )


def _add_other(
    votes: dict[tuple[str, date], Vote],
    life: Life,
    key: str,
    day: date,
    agenda: str,
    resolution: str,
) -> None:
    name = life.people[key].name
    middle = f"支委会通报{name}同志预备期内的表现和考察意见，{name}同志作了说明，与会党员充分讨论。"
    votes[key[:4], day].others.append(
        (agenda.format(name=name), middle, resolution.format(name=name))
    )
