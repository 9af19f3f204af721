"""The table of what columns of members were before, and which columns these are."""

from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from partyhub.dated_values import FormerValue, HasFormerValues


class MemberFormerValue(FormerValue):
    """A value that a column of a member had up to a day."""

    __tablename__ = "member_former_value"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)


class DatedMember(HasFormerValues):
    """A base of the member, whose employment and whereabouts change on days."""

    former_type: ClassVar[type[Any]] = MemberFormerValue
    dated_keys: ClassVar[Sequence[str]] = ("employment", "is_floating")
