"""The route of the edition to hand in."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from partyhub.handin import write_handin
from partyhub.reports.views import send_workbook

blueprint = Blueprint("handin", __name__, url_prefix="/figures")
blueprints = (blueprint,)


@blueprint.post("/handin")
def workbook() -> ResponseReturnValue:
    """Send the edition to hand in."""
    return send_workbook(write_handin, "%(name)s")
