"""The category of an honor: whether it fits the recipient, and what the title says of it."""

from flask_babel import gettext, lazy_gettext, ngettext

from partyhub.awards.models import CATEGORY_RECIPIENTS, AwardCategory
from partyhub.forms import Notice, RecordForm
from partyhub.forms.readings.words import labels_of
from partyhub.texts import normal_form

DECISION = "category:*"
BY_TITLE = "title"


def counted_as_other(count: int) -> str:
    return ngettext(
        "%(num)d honor is named like a category, and none is given: counted under “Other”.",
        "%(num)d honors are named like a category, and none is given: counted under “Other”.",
        count,
    )


UNDECIDED = Notice(
    counted_as_other,
    question=DECISION,
    options=(
        (AwardCategory.OTHER.value, lazy_gettext("Leave them under “Other”")),
        (BY_TITLE, lazy_gettext("Take the category that the title names")),
    ),
    short=(AwardCategory.OTHER.label_text, lazy_gettext("as the title says")),
)


def check_category(form: RecordForm) -> None:
    """Warn of a category for another kind of recipient, and of “other” where the title names one.

    An import asks about all rows without a category together; without an answer they are “other”.
    """
    category, kind = form["category"].data, form["recipient_kind"].data
    stored = (form["category"].stored, form["recipient_kind"].stored)
    meant = CATEGORY_RECIPIENTS.get(category)
    if meant is not None and kind is not meant and (category, kind) != stored:
        form.warn(
            "category",
            gettext(
                "“%(category)s” is given to: %(kind)s. Check category and recipient.",
                category=category.label,
                kind=meant.label,
            ),
        )
    named = find_named(form)
    if named is None:
        return
    if form.context.asks_reason:
        warn_of_other(form, named)
    elif category is None:
        form.notice("category", UNDECIDED)
        if form.context.decision(DECISION) == BY_TITLE:
            form["category"].data = named


def find_named(form: RecordForm) -> AwardCategory | None:
    """Return the category that a new title names and that fits its recipient, beside “other”."""
    category, title = form["category"], form["title"]
    is_known = form.is_change and (category.data, title.data) == (category.stored, title.stored)
    if category.data not in (None, AwardCategory.OTHER) or is_known:
        return None
    words = normal_form(title.data or "")
    named = {member for label, member in labels_of(AwardCategory).items() if label in words}
    fitting = (
        member
        for member, recipient in CATEGORY_RECIPIENTS.items()
        if member in named and recipient is form["recipient_kind"].data
    )
    return next(fitting, None)


def warn_of_other(form: RecordForm, named: AwardCategory) -> None:
    form.warn(
        "category",
        gettext(
            "The title says “%(named)s”, the category is “%(category)s”. Choose the category that"
            " is meant.",
            named=named.label,
            category=AwardCategory.OTHER.label,
        ),
    )
