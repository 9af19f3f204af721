"""Successors of a person who leaves: who follows, from the same day, in what the person held."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from flask_babel import gettext

from partyhub.forms import FormContext
from partyhub.history.models import Action
from partyhub.members.form_fields import member_field
from partyhub.members.forms.steps import SUCCESSOR, StepForm
from partyhub.members.holdings import Holding, Need, PartHoldings, RecordHoldings
from partyhub.members.models import Member
from partyhub.members.roster_queries import find_outside, learn_stays
from partyhub.registers import saving
from partyhub.registers.editing import validate_with_key
from partyhub.registers.rights import can_write_record
from partyhub.viewers import Viewer


def field_of(held: Holding) -> str:
    """Return the name of the field that asks who follows."""
    return SUCCESSOR + held.key


def with_successors(
    form: type[StepForm], held: Sequence[Holding], viewer: Viewer
) -> type[StepForm]:
    """Return the step's form with a field for each thing in which somebody may follow.

    Only things that the viewer may write have one.
    """
    fields = {
        field_of(each): member_field(gettext("Successor for %(what)s", what=each.title))
        for each in held
        if each.need is not Need.NONE and may_name(each, viewer)
    }
    return type(form.__name__, (form,), {"held": held, **fields})


def may_name(held: Holding, viewer: Viewer) -> bool:
    """Return whether the viewer may write the record of this thing."""
    return can_write_record(held.of.register, viewer, held.record)


def chosen_in(form: StepForm) -> Iterator[tuple[Holding, Member]]:
    """Yield each thing in which somebody follows, with that person."""
    for held in form.held:
        if field_of(held) in form and form[field_of(held)].data is not None:
            yield held, form[field_of(held)].data


def name_successors(form: StepForm) -> None:
    """Give the things to those who follow, from the day of the step, and log it.

    What the form of a record objects to is reported at the step's own field, so the caller must
    look at the errors and warnings of `form`, and may have to roll back.
    """
    for held, member in chosen_in(form):
        field, day = field_of(held), form.day.data
        if member.id == form.member.id:
            form.refuse(field, gettext("This is the person who leaves. Choose another one."))
        elif find_outside([member], day):
            form.refuse(field, gettext("The person was no Party member here on that day."))
        elif isinstance(held.of, RecordHoldings):
            _name_in_record(form, held.of, held, member)
        elif isinstance(held.of, PartHoldings):
            learn_stays([member])
            with saving.track_changes(form.viewer, Action.CHANGED, held.record, reason=_why(form)):
                held.of.follow(held.record, held.role, member, day)


def _name_in_record(form: StepForm, kind: RecordHoldings, held: Holding, member: Member) -> None:
    """Make the record of the person who follows, judged by the register's own form."""
    field, register = field_of(held), kind.register
    own = register.form(
        form.viewer,
        formdata=None,
        values=kind.values_for(held.record, member, form.day.data),
        meta={"csrf": False},
        context=FormContext(asks_reason=False),
    )
    if not validate_with_key(register, own):
        for sentence in _sentences(own.errors.values()):
            form.refuse(field, sentence)
        return
    for _, sentence in own.warnings:
        form.warn(field, sentence)
    own.reason.data = form.reason.data or _why(form)
    saving.save(register, None, own)


def _sentences(errors: Collection[Sequence[Any]]) -> Iterator[str]:
    return (str(sentence) for found in errors for sentence in found)


def _why(form: StepForm) -> str:
    return gettext("Follows %(name)s", name=form.member.name)
