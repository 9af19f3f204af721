"""The sets of figures that the table by branch offers: the usual ones, or those of one group."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_gettext, lazy_pgettext

from partyhub.figures import AnyFigure, Group, Ratio
from partyhub.registers import current_catalog

USUAL = "usual"


class Column(NamedTuple):
    """One figure under its short heading."""

    figure: AnyFigure
    label: str


class Band(NamedTuple):
    """A heading over several columns."""

    label: str
    columns: Sequence[Column]


# The heading of each band, and the short heading of each figure under it.
_USUAL: Sequence[tuple[Any, Mapping[str, Any]]] = (
    (
        lazy_pgettext("by branch", "Members coming and going"),
        {
            "members.opening": lazy_pgettext("by branch", "Opening"),
            "members.admitted": lazy_pgettext("by branch", "Admitted"),
            "members.transferred_in": lazy_pgettext("by branch", "Transferred in"),
            "members.other_increase": lazy_pgettext("by branch", "Other increase"),
            "members.transferred_out": lazy_pgettext("by branch", "Transferred out"),
            "members.other_decrease": lazy_pgettext("by branch", "Other decrease"),
            "members.total": lazy_pgettext("by branch", "End"),
        },
    ),
    (
        lazy_pgettext("by branch", "Of these at the end"),
        {
            "members.full": lazy_pgettext("by branch", "Full"),
            "members.probationary": lazy_pgettext("by branch", "Probationary"),
        },
    ),
    (
        lazy_pgettext("by branch", "Meetings and theme days, times"),
        {
            "activities.general_meeting": lazy_pgettext("by branch", "General meeting"),
            "activities.committee_meeting": lazy_pgettext("by branch", "Committee"),
            "activities.group_meeting": lazy_pgettext("by branch", "Group"),
            "activities.party_lecture": lazy_pgettext("by branch", "Lecture"),
            "activities.theme_day": lazy_pgettext("by branch", "Theme day"),
        },
    ),
    (
        lazy_pgettext("by branch", "Attendance"),
        {"activities.attendance_rate": lazy_pgettext("by branch", "Rate")},
    ),
    (
        lazy_pgettext("by branch", "Vanguard and projects"),
        {
            "vanguards.posts": lazy_pgettext("by branch", "Posts"),
            "vanguards.teams": lazy_pgettext("by branch", "Teams"),
            "vanguards.volunteer_teams": lazy_pgettext("by branch", "Volunteer teams"),
            "projects.running": lazy_pgettext("by branch", "Projects"),
            "awards.total": lazy_pgettext("by branch", "Honors"),
        },
    ),
)


def choices() -> list[tuple[str, str]]:
    """Return (key, label) of each set."""
    groups = [(group.value, group.label) for group in Group if _of_group(group)]
    return [(USUAL, str(lazy_gettext("Usual figures"))), *groups]


def bands_of(key: str) -> list[Band]:
    """Return the bands of a set; raises KeyError for an unknown one."""
    by_code = current_catalog().figures_by_code
    if key == USUAL:
        return [
            Band(str(label), [Column(by_code[code], str(short)) for code, short in own.items()])
            for label, own in _USUAL
        ]
    groups = {group.value: group for group in Group}
    own = [Column(figure, str(figure.label)) for figure in _of_group(groups[key])]
    return [Band(groups[key].label, own)]


def figures_of(bands: Sequence[Band]) -> list[AnyFigure]:
    """Return the figures of the bands, with the parts of the ratios among them, each once."""
    by_code = current_catalog().figures_by_code
    own = [column.figure for band in bands for column in band.columns]
    parts = [by_code[code] for each in own if isinstance(each, Ratio) for code in each.parts]
    return list(dict.fromkeys([*own, *parts]))


def _of_group(group: Group) -> list[AnyFigure]:
    return [figure for figure in current_catalog().figures if figure.group is group]
