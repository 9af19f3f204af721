"""The command that fills a form."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from partyhub.app import create_app
from partyhub.database import db, writing
from partyhub.superior_forms.operations import void_form
from partyhub.superior_forms.queries import find_forms
from tests import factories
from tests.moved import Run, run
from tests.superior_forms.making import make_form

__all__ = ["run"]

pytestmark = pytest.mark.slow
PERIOD = ("--period", "2023")


def test_a_form_is_filled_by_its_name(tmp_path: Path, run: Run) -> None:
    instance, out = tmp_path / "instance", tmp_path / "out.xlsx"
    instance.mkdir(mode=0o700)
    assert run("--instance", instance, "db", "upgrade").code == 0
    app = create_app(instance)
    with app.app_context(), writing():
        form = make_form("情况表")
        db.session.commit()
        said = run("--instance", instance, "fill-form", "情况表", *PERIOD, "--out", out)
        assert (said.code, out.exists()) == (2, False)
        assert "尚未设置对应关系" in said.err
        source = {"code": "awards.total", "value": "now", "scale": 1, "unit": "asked", "text": ""}
        cell = ["Sheet1", 3, 2, {**source, "replaces": False}]
        form = find_forms()[0]
        form.mapping = {"cells": [cell], "tables": []}
        db.session.commit()
    said = run("--instance", instance, "fill-form", "情况表", *PERIOD, "--out", out)
    assert (said.code, said.out) == (0, "")
    sheet = load_workbook(out)["Sheet1"]
    assert (sheet["A3"].value, sheet["B3"].value, sheet["B4"].value) == ("党员总数", 0, 2)
    with app.app_context(), writing():
        void_form(factories.OWNER, find_forms()[0], "No longer")
        db.session.commit()
        db.engine.dispose()
    said = run("--instance", instance, "fill-form", "情况表", *PERIOD, "--out", out)
    assert said.code == 2
    assert "没有名为“情况表”的报表" in said.err
