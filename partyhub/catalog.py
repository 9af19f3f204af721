"""The two lists, in import order: every register, and every figure."""

from collections.abc import Mapping, Sequence

from flask import Blueprint

from partyhub.activities import figures as activity_figures
from partyhub.activities import views as activity_views
from partyhub.activities.registers import activities
from partyhub.awards import figures as award_figures
from partyhub.awards import views as award_views
from partyhub.awards.registers import awards
from partyhub.campaigns import views as campaign_views
from partyhub.commissars import figures as commissar_figures
from partyhub.commissars import views as commissar_views
from partyhub.commissars.registers import commissars, duties
from partyhub.figures import AnyFigure
from partyhub.members import figures as member_figures
from partyhub.members import views as member_views
from partyhub.members.registers import appraisals, assignments, members, party_posts
from partyhub.organizations import figures as organization_figures
from partyhub.organizations import views as organization_views
from partyhub.projects import figures as project_figures
from partyhub.projects import views as project_views
from partyhub.projects.registers import mentorships, milestones, projects
from partyhub.prosperity import figures as prosperity_figures
from partyhub.prosperity import views as prosperity_views
from partyhub.prosperity.registers import prosperity_returns, prosperity_workshops
from partyhub.registers import Register, arrange
from partyhub.vanguards import figures as vanguard_figures
from partyhub.vanguards import views as vanguard_views
from partyhub.vanguards.registers import post_reviews, teams, vanguard_posts

REGISTERS: Sequence[Register] = (
    organization_views.organizations,
    organization_views.terms,
    organization_views.workshops,
    members,
    assignments,
    party_posts,
    appraisals,
    activities,
    vanguard_posts,
    post_reviews,
    teams,
    commissars,
    duties,
    projects,
    milestones,
    mentorships,
    prosperity_workshops,
    prosperity_returns,
    awards,
    campaign_views.campaigns,
)

arrange(REGISTERS)

FIGURES: Sequence[AnyFigure] = (
    *organization_figures.figures,
    *member_figures.figures,
    *activity_figures.figures,
    *vanguard_figures.figures,
    *commissar_figures.figures,
    *project_figures.figures,
    *prosperity_figures.figures,
    *award_figures.figures,
)

BLUEPRINTS: Sequence[Blueprint] = (
    *organization_views.blueprints,
    *member_views.blueprints,
    activity_views.blueprint,
    *vanguard_views.blueprints,
    *commissar_views.blueprints,
    *project_views.blueprints,
    *prosperity_views.blueprints,
    *award_views.blueprints,
    *campaign_views.blueprints,
)


def registers_by_name() -> Mapping[str, Register]:
    return {register.name: register for register in REGISTERS}


def figures_by_code() -> Mapping[str, AnyFigure]:
    return {figure.code: figure for figure in FIGURES}
