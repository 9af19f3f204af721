"""Lines of the contents: what each sheet of the edition shows."""

from collections.abc import Mapping

from flask_babel import pgettext

from partyhub.handin.branches import TEAMS
from partyhub.handin.facts import Facts
from partyhub.handin.words import listed


def words_of_contents(facts: Facts, indicators: int) -> Mapping[str, str]:
    """Return the lines by the keys of the sheets."""
    rest = {
        "charts": pgettext("handin", "Members, meetings, duties, output"),
        "definitions": pgettext("handin", "How each number is counted"),
    }
    return _of_members(facts, indicators) | _of_work(facts) | rest


def _of_members(facts: Facts, indicators: int) -> dict[str, str]:
    return {
        "summary": pgettext(
            "handin",
            "%(number)s indicators in seven sections: this period, the one before, change",
            number=indicators,
        ),
        "branches": pgettext("handin", "Each branch, dissolved ones, the unit itself"),
        "structure": pgettext(
            "handin", "Sex, ethnicity, age, education by branch; who came and went"
        ),
        "meetings": pgettext(
            "handin",
            "By branch and month; %(number)s missed",
            number=facts.count("meetings.overdue"),
        ),
        "posts": pgettext(
            "handin",
            "%(number)s posts, who holds them and what they promise",
            number=facts.count("vanguards.posts"),
        ),
    }


def _of_work(facts: Facts) -> dict[str, str]:
    teams = listed(
        pgettext(
            "handin",
            "%(label)s %(number)s",
            label=str(facts.figure(code).label),
            number=facts.count(code),
        )
        for code in TEAMS
    )
    return {
        "teams": teams,
        "commissars": pgettext(
            "handin",
            "%(number)s commissars, their duties by kind and month",
            number=facts.count("commissars.appointed"),
        ),
        "running": pgettext(
            "handin",
            "%(number)s projects: target, before, result",
            number=facts.count("projects.running"),
        ),
        "closed": pgettext(
            "handin",
            "%(number)s accepted with their benefit; those stopped",
            number=facts.count("projects.accepted"),
        ),
        "prosperity": pgettext("handin", "Monthly returns; honors by level, and their list"),
    }
