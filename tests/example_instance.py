"""The example committee, made once for all tests that read it."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from partyhub import example
from partyhub.app import create_app
from partyhub.database import db
from partyhub.migrations import upgrade
from tests.instances import prepare


@dataclass(frozen=True)
class Built:
    """An instance that holds the example, and its accounts by user name."""

    app: Flask
    passwords: dict[str, str]


def build(instance: Path) -> Built:
    app = create_app(prepare(instance))
    upgrade(app)
    accounts = example.build(app)
    with app.app_context():
        db.engine.dispose()
    return Built(app, {account.username: account.password for account in accounts})
