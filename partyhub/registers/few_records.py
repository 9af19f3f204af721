"""The few records of many that have something in a list which is nearly always empty."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect, select

from partyhub.database import db
from partyhub.dialects import among
from partyhub.registers.plain_records import make_plain, plan_of, select_plain
from partyhub.registers.register import Column, Register


class FewRecords:
    """Plain records with something in their list `key`, and with what `columns` read of them."""

    def __init__(self, register: Register, key: str, columns: Sequence[Column]) -> None:
        ((_, owner),) = inspect(register.model).relationships[key].local_remote_pairs
        self._owners = select(owner).where(among(owner)).distinct()
        self._plan = plan_of(register, columns)
        query = select(register.model).where(among(register.model.id))
        self._query = select_plain(self._plan, query)

    def of(self, ids: Sequence[int]) -> dict[int, Any]:
        """Return those among the records with `ids` by id, mostly none."""
        connection = db.session.connection()
        owners = connection.execute(self._owners, {"ids": ids}).scalars().all()
        if not owners:
            return {}
        found = make_plain(self._plan, self._query, {"ids": owners}, 0)
        return {record.id: record for (record,) in found}
