"""Entries as a person makes them: the register's form, its judgment, the one place that saves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from partyhub import catalog, clock
from partyhub.database import Record, db
from partyhub.forms import RecordForm
from partyhub.members import dissolving
from partyhub.members.steps import find_step
from partyhub.members.views import act
from partyhub.organizations.models import Organization
from partyhub.registers import Register
from partyhub.registers.editing import form_values, is_right
from partyhub.registers.rights import can_write
from partyhub.registers.saving import save
from partyhub.viewers import Viewer

NO_CSRF: Mapping[str, Any] = {"csrf": False}


class ExampleError(Exception):
    """The example can't be made here, or an entry of it was refused; the message says why."""


@dataclass
class Office:
    """The committee's office: who has an account, and where to find what has been entered.

    `kept` finds the id of a record by the key under which the plan of the example knows it.
    """

    viewers: dict[str, Viewer]
    registers: Mapping[str, Register] = field(default_factory=catalog.registers_by_name)
    kept: dict[tuple[str, str], int] = field(default_factory=dict)
    # Held, so that the session finds them.
    organizations: list[Record] = field(default_factory=list)
    # The empty forms of one day: what is entered one after the other is entered in the same one.
    forms: dict[tuple[str, str], RecordForm] = field(default_factory=dict)
    day: date = date.min

    def enter(self, who: str, name: str, key: str = "", /, **typed: Any) -> Any:
        """Fill in the form of a new record and save it; raises ExampleError when it is refused."""
        register, viewer = self.registers[name], self.viewers[who]
        form = self._fill(who, register, _texts(typed))
        self._judge(register, viewer, form)
        record = save(register, None, form)
        if key:
            self.kept[name, key] = record.id
        if name == "organizations":
            self.organizations.append(record)
        return record

    def change(self, who: str, name: str, key: str, /, **typed: Any) -> None:
        """Fill in some fields of a record that is on file, and save it."""
        register, viewer = self.registers[name], self.viewers[who]
        record = self.find(name, key)
        values = form_values(register, record)
        typed["version"] = str(record.version)
        form = register.form(
            viewer, edited=record, values=values, formdata=_texts(typed), meta=NO_CSRF
        )
        self._judge(register, viewer, form)
        save(register, record, form)

    def take(self, who: str, key: str, step_name: str, /, **typed: Any) -> None:
        """Take a step of a member's way, such as a transfer."""
        member, step = self.find("members", key), find_step(step_name)
        assert step is not None
        typed["version"] = str(member.version)
        form = step.form(self.viewers[who], edited=member, formdata=_texts(typed), meta=NO_CSRF)
        self._judge(self.registers["members"], form.viewer, form)
        act(step, member, form)

    def close(self, who: str, key: str, target_key: str, day: date) -> None:
        """Dissolve an organization on `day` and move everybody in it to another."""
        organization = self.find("organizations", key)
        form = dissolving.DissolveForm(
            self.viewers[who],
            edited=organization,
            formdata=_texts(
                {
                    "day": day,
                    "target": f"#{self.kept['organizations', target_key]}",
                    "version": organization.version,
                }
            ),
            meta=NO_CSRF,
        )
        self._judge(self.registers["organizations"], form.viewer, form)
        dissolving.act(organization, form)

    def find(self, name: str, key: str) -> Any:
        """Find the record with all that its columns read."""
        register = self.registers[name]
        query = register.load().where(register.model.id == self.kept[name, key])
        return db.session.scalars(query).unique().one()

    def organization(self, key: str) -> Organization:
        return db.session.get_one(Organization, self.kept["organizations", key])

    def _fill(self, who: str, register: Register, texts: MultiDict[str, str]) -> RecordForm:
        """The form of a new record: what may be chosen was looked up once that day."""
        if self.day != clock.today():
            self.day, self.forms = clock.today(), {}
        form = self.forms.get((who, register.name))
        if form is None:
            form = register.form(self.viewers[who], formdata=texts, meta=NO_CSRF)
            self.forms[who, register.name] = form
        else:
            form.process(texts)
        return form

    def _judge(self, register: Register, viewer: Viewer, form: RecordForm) -> None:
        if not can_write(register, viewer):
            raise ExampleError(f"{viewer.name} may not write {register.name}.")
        right = is_right(register, form) if isinstance(form, register.form) else form.validate()
        if not right:
            raise ExampleError(f"{register.name}: {form.errors}")


def _texts(typed: Mapping[str, Any]) -> MultiDict[str, str]:
    """Write values as a page sends them: days as 2023-06-30; what is None is not sent."""
    return MultiDict((name, str(value)) for name, value in typed.items() if value is not None)


def is_empty(model: type[Record]) -> bool:
    return db.session.scalar(select(model.id).limit(1)) is None
