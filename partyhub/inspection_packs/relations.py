"""Records that a record's page shows in a panel of its own, as tables of its paper."""

from collections.abc import Mapping, Sequence

from partyhub.projects.models import KeyProject, Milestone
from partyhub.projects.registers import milestones
from partyhub.prosperity.models import ProsperityReturn, ProsperityWorkshop
from partyhub.prosperity.registers import prosperity_returns
from partyhub.registers import Relation
from partyhub.vanguards.models import PostReview, VanguardPost
from partyhub.vanguards.registers import post_reviews

# The most rows of a table; a document with more opens slowly.
MOST_RELATED = 1_000
RELATIONS: Mapping[str, Sequence[Relation]] = {
    "projects": (
        Relation(
            milestones,
            KeyProject,
            milestones.title,
            lambda project: Milestone.project_id == project.id,
            ("title", "planned_on", "done_on", "delay_reason"),
            Milestone.planned_on,
        ),
    ),
    "vanguard_posts": (
        Relation(
            post_reviews,
            VanguardPost,
            post_reviews.title,
            lambda post: PostReview.post_id == post.id,
            ("reviewed_on", "performance", "style", "service", "comment"),
            PostReview.reviewed_on,
        ),
    ),
    "prosperity_workshops": (
        Relation(
            prosperity_returns,
            ProsperityWorkshop,
            prosperity_returns.title,
            lambda workshop: ProsperityReturn.prosperity_workshop_id == workshop.id,
            (
                *("month", "staff", "welfare_staff", "low_income_staff"),
                *("avg_monthly_income_cny", "output_cny"),
            ),
            ProsperityReturn.month,
        ),
    ),
}
