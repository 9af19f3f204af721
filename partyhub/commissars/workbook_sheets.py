"""The workbook's sheet of people who are commissars.

It lists people and not appointments, since one person may look after several workshops.
"""

from flask_babel import lazy_gettext, lazy_pgettext
from sqlalchemy import Select, select

from partyhub.figures import Sheet, SheetColumn
from partyhub.members.models import Member


def load_people() -> Select[Member]:
    return select(Member)


APPOINTED = Sheet(
    key="appointed_commissars",
    title=lazy_gettext("Commissars in office"),
    load=load_people,
    columns=(
        SheetColumn(lazy_pgettext("commissars", "Name"), lambda person, figure: person.name),
        SheetColumn(
            lazy_pgettext("members", "Number"), lambda person, figure: person.number, "code"
        ),
    ),
    order=lambda figure: Member.pinyin,
)
