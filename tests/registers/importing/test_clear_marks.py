"""Which cells empty a column: those that say so, however they are written, and no others."""

from hypothesis import given, settings
from hypothesis import strategies as st

from partyhub.registers.importing.reading.values import is_clear
from partyhub.texts import normal_form

MARKS = [
    "（清空）",
    "(清空)",
    "（清空)",
    "清空",
    "(clear)",
    "（ＣＬＥＡＲ）",
    "( clear )",
    "Clear",
    "（",
    "）",
]
NEAR = [
    " ",
    "\u3000",
    "\n",
    "\u200b",
    "\ufeff",
    "\u0338",
    "\ufe0f",
    "\u2003",
    "⑴",
    "︶",
    "﹚",
    "❩",
    "⁾",
]
ANYTHING = st.text(st.characters(exclude_categories=()), max_size=4)
CELLS = st.lists(st.one_of(st.sampled_from(MARKS + NEAR), ANYTHING), max_size=4).map("".join)


@given(CELLS)
@settings(database=None, deadline=None, max_examples=200)
def test_it_is_what_folds_to_the_mark(text: str) -> None:
    assert is_clear(text) == (normal_form(text) in {"(清空)", "(clear)"})
