"""The entries that follow the import of the example: its history shows acts of several users.

They are made one after the other on the last day, by the forms of the pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from partyhub.database import Record, db
from partyhub.example.tables import ExampleError
from partyhub.forms import RecordForm
from partyhub.members.step_pages import act
from partyhub.members.steps import find_step
from partyhub.registers import Register, current_catalog
from partyhub.registers.editing import form_values, validate_with_key
from partyhub.registers.rights import can_write
from partyhub.registers.saving import archive, restore, save
from partyhub.viewers import Viewer

NO_CSRF: Mapping[str, Any] = {"csrf": False}


@dataclass(frozen=True)
class Edit:
    """One entry by the user `username`: what is typed about the record that has the key `key`.

    `act` is change, archive, restore or a step of a member's way (`partyhub.members.steps`).
    """

    username: str
    act: str
    register: str
    key: str
    typed: Mapping[str, str] = field(default_factory=dict)


EDITS = (
    Edit("yifenchang", "change", "members", "CG0184", {"target_on": "2023-06-26"}),
    Edit("clerk", "regularize", "members", "CG0165", {"day": "2023-06-16"}),
    Edit("clerk", "regularize", "members", "CG0167", {"day": "2023-06-16"}),
    Edit("clerk", "change", "projects", "LB2023-01", {"result": "已试绞三根，外径达标"}),
    Edit("clerk", "change", "projects", "LB2023-03", {"result": "已压缩到2.5小时"}),
    Edit("clerk", "change", "projects", "LB2023-04", {"result": "两个规格取得检测报告"}),
    Edit("clerk", "change", "projects", "LB2023-05", {"result": "护套表面缺陷降至每公里1.0处"}),
    Edit("yifenchang", "change", "activities", "HD2023-0156", {"place": "一分厂党员活动室"}),
    Edit("clerk", "archive", "vanguard_posts", "XFG052", {"reason": "疑为重复登记"}),
    Edit("secretary", "restore", "vanguard_posts", "XFG052", {"reason": "经核对并非重复"}),
)


def make_edit(viewer: Viewer, edit: Edit) -> None:
    """Make the entry as its user would; raises ExampleError when it is refused."""
    register = current_catalog().by_name[edit.register]
    if not can_write(register, viewer):
        raise ExampleError(f"{viewer.name} may not write {register.name}.")
    record = _find(register, edit.key)
    if edit.act == "archive":
        archive(record, viewer, edit.typed["reason"])
    elif edit.act == "restore":
        restore(record, viewer, edit.typed["reason"])
    elif edit.act == "change":
        _change(register, record, viewer, edit)
    else:
        _take_step(record, viewer, edit)


def _find(register: Register, key: str) -> Any:
    """Return the record with all that its columns read."""
    (name,) = register.key
    query = register.load().where(getattr(register.model, name) == key)
    return db.session.scalars(query).unique().one()


def _change(register: Register, record: Record, viewer: Viewer, edit: Edit) -> None:
    values, texts = form_values(register, record), _texts(record, edit)
    form = register.form(viewer, edited=record, values=values, formdata=texts, meta=NO_CSRF)
    _refuse_unless(validate_with_key(register, form), edit, form)
    save(register, record, form)


def _take_step(record: Any, viewer: Viewer, edit: Edit) -> None:
    step = find_step(edit.act)
    assert step is not None
    form = step.form(viewer, edited=record, formdata=_texts(record, edit), meta=NO_CSRF)
    _refuse_unless(form.validate(), edit, form)
    act(step, record, form)


def _refuse_unless(is_allowed: bool, edit: Edit, form: RecordForm) -> None:
    if not is_allowed:
        raise ExampleError(f"{edit.register} {edit.key}: {form.errors}")


def _texts(record: Record, edit: Edit) -> MultiDict[str, str]:
    return MultiDict({**edit.typed, "version": str(record.version)})
