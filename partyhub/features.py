"""Every feature of the program, in the order of its registers, sheets and figures."""

from collections.abc import Sequence

from partyhub.activities.feature import feature as activities
from partyhub.awards.feature import feature as awards
from partyhub.campaigns.feature import feature as campaigns
from partyhub.commissars.feature import feature as commissars
from partyhub.definitions.feature import feature as definitions
from partyhub.drafts.feature import feature as drafts
from partyhub.handin.feature import feature as handin
from partyhub.home.feature import feature as home
from partyhub.inspection_packs.feature import feature as inspection_packs
from partyhub.members.feature import feature as members
from partyhub.narratives.feature import feature as narratives
from partyhub.organizations.feature import feature as organizations
from partyhub.papers.feature import feature as papers
from partyhub.past_figures.feature import feature as past_figures
from partyhub.problems.feature import feature as problems
from partyhub.projects.feature import feature as projects
from partyhub.prosperity.feature import feature as prosperity
from partyhub.registers import Feature
from partyhub.reports.feature import feature as reports
from partyhub.rules.feature import feature as rules
from partyhub.superior_forms.feature import feature as superior_forms
from partyhub.users.feature import feature as users
from partyhub.vanguards.feature import feature as vanguards
from partyhub.yearly_reports.feature import feature as yearly_reports

FEATURES: Sequence[Feature] = (
    organizations,
    members,
    activities,
    vanguards,
    commissars,
    projects,
    prosperity,
    awards,
    campaigns,
    users,
    rules,
    definitions,
    reports,
    yearly_reports,
    problems,
    narratives,
    superior_forms,
    papers,
    inspection_packs,
    drafts,
    handin,
    past_figures,
    home,
)
