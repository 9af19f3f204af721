"""Reasons for which a project isn't counted among those under way."""

from flask_babel import lazy_gettext

from partyhub.figures import Scope
from partyhub.projects.models import KeyProject, ProjectStatus
from partyhub.registers.near_misses import NearMiss


def figure_of(_project: KeyProject) -> str:
    """Return the code of the figure of projects under way."""
    return "projects.running"


def is_proposed(project: KeyProject, _scope: Scope) -> bool:
    """Return whether the project is a proposal only."""
    return project.status is ProjectStatus.PROPOSED


def begins_later(project: KeyProject, scope: Scope) -> bool:
    """Return whether the project begins after the last day."""
    return project.started_on > scope.as_of


def has_ended(project: KeyProject, scope: Scope) -> bool:
    """Return whether the project has ended by the last day."""
    return project.closed_on is not None and project.closed_on <= scope.as_of


near_misses = (
    NearMiss(
        KeyProject,
        figure_of,
        is_proposed,
        lazy_gettext("a proposal that hasn't begun: it doesn't count"),
    ),
    NearMiss(
        KeyProject,
        figure_of,
        has_ended,
        lazy_gettext("ended by the last day: it doesn't count as under way"),
    ),
    NearMiss(
        KeyProject,
        figure_of,
        begins_later,
        lazy_gettext("begins after the last day: it doesn't count"),
    ),
)
