"""Flask-Admin over the members, without sign-in; `application` serves it."""

import os
from datetime import date
from typing import Any

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_babel import Babel
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, String, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-32768", "mmap_size=268435456")


class Base(DeclarativeBase):
    pass


class Org(Base):
    __tablename__ = "org"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))


class Member(Base):
    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(40))
    gender: Mapped[str] = mapped_column(String(2))
    birth: Mapped[date]
    joined: Mapped[date]
    org_id: Mapped[int] = mapped_column(ForeignKey("org.id"))
    status: Mapped[str] = mapped_column(String(10))
    edu: Mapped[str] = mapped_column(String(10))
    phone: Mapped[str] = mapped_column(String(20))
    post: Mapped[str] = mapped_column(String(40))
    org: Mapped[Org] = relationship()


class MemberView(ModelView):
    page_size = 50
    column_list = ("id", "no", "name", "gender", "birth", "joined", "org.name", "status", "post")
    column_searchable_list = ("name", "no")
    column_filters = ("status", "gender", "org.name")
    column_default_sort = ("id", True)


def application(database: str) -> Any:
    """Return the WSGI application."""
    app = Flask("flask_admin_site")
    address = f"sqlite:///{database}"
    app.config.update(SECRET_KEY=os.urandom(16).hex(), SQLALCHEMY_DATABASE_URI=address)
    Babel(app)
    db = SQLAlchemy(app, model_class=Base)
    with app.app_context():
        event.listen(db.engine, "connect", _set_up)
    Admin(app, name="党建").add_view(MemberView(Member, db))
    return app


def _set_up(connection: Any, _record: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
