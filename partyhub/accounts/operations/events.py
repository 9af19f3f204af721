"""Events of accounts, their source, and the error that the operations raise."""

from dataclasses import dataclass

from partyhub.accounts.models import AccountEvent, Event, User
from partyhub.clock import now
from partyhub.database import db


class AccountError(Exception):
    """An error that an account can't be created or changed like this.

    `sentence` explains why; `field` names the form field concerned, if any.
    """

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


@dataclass(frozen=True)
class Source:
    """The person who acts and their address: all empty for the command line."""

    name: str = ""
    user_id: int | None = None
    ip: str = ""
    user_agent: str = ""


COMMAND_LINE = Source()


def record_event(event: Event, user: User | None, source: Source, detail: str = "") -> None:
    """Record an event of `user`, or of an unknown username if `user` is None."""
    db.session.add(
        AccountEvent(
            at=now(),
            event=event,
            user_id=user.id if user else None,
            username=user.username if user else "",
            actor_id=source.user_id,
            actor_name=source.name,
            ip=source.ip,
            detail=detail[:300],
        )
    )
