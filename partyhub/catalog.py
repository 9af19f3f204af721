"""The two lists, in import order: every register, and every figure."""

from collections.abc import Mapping, Sequence

from partyhub.activities import figures as activity_figures
from partyhub.activities.registers import activities
from partyhub.awards import figures as award_figures
from partyhub.awards.registers import awards
from partyhub.campaigns.registers import campaigns
from partyhub.commissars import figures as commissar_figures
from partyhub.commissars.registers import commissars, duties
from partyhub.figures import AnyFigure
from partyhub.members import figures as member_figures
from partyhub.members.registers import appraisals, assignments, members, party_posts
from partyhub.organizations import figures as organization_figures
from partyhub.organizations.registers import organizations, terms, workshops
from partyhub.projects import figures as project_figures
from partyhub.projects.registers import mentorships, milestones, projects
from partyhub.prosperity import figures as prosperity_figures
from partyhub.prosperity.registers import prosperity_returns, prosperity_workshops
from partyhub.registers import Register, arrange
from partyhub.vanguards import figures as vanguard_figures
from partyhub.vanguards.registers import post_reviews, teams, vanguard_posts

REGISTERS: Sequence[Register] = (
    organizations,
    terms,
    workshops,
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
    campaigns,
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


def registers_by_name() -> Mapping[str, Register]:
    return {register.name: register for register in REGISTERS}


def figures_by_code() -> Mapping[str, AnyFigure]:
    return {figure.code: figure for figure in FIGURES}
