"""The two lists, in import order: every register, and every figure."""

from collections.abc import Mapping, Sequence

from flask import Blueprint

from partyhub.activities import figures as activity_figures
from partyhub.activities import views as activity_views
from partyhub.activities.registers import activities
from partyhub.awards import figures as award_figures
from partyhub.awards import views as award_views
from partyhub.campaigns import views as campaign_views
from partyhub.figures import AnyFigure
from partyhub.members import figures as member_figures
from partyhub.members import views as member_views
from partyhub.members.registers import appraisals, assignments, members, party_posts
from partyhub.organizations import figures as organization_figures
from partyhub.organizations import views as organization_views
from partyhub.registers import Register

REGISTERS: Sequence[Register] = (
    organization_views.organizations,
    organization_views.terms,
    organization_views.workshops,
    members,
    assignments,
    party_posts,
    appraisals,
    activities,
    award_views.awards,
    campaign_views.campaigns,
)

FIGURES: Sequence[AnyFigure] = (
    *organization_figures.figures,
    *member_figures.figures,
    *activity_figures.figures,
    *award_figures.figures,
)

BLUEPRINTS: Sequence[Blueprint] = (
    *organization_views.blueprints,
    *member_views.blueprints,
    activity_views.blueprint,
    award_views.blueprint,
    campaign_views.blueprint,
)


def registers_by_name() -> Mapping[str, Register]:
    return {register.name: register for register in REGISTERS}


def figures_by_code() -> Mapping[str, AnyFigure]:
    return {figure.code: figure for figure in FIGURES}
