"""Converters of addresses: `/members/<id:record_id>` takes the id of a record and nothing else."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1  # what an integer column of PostgreSQL holds


class IdConverter(IntegerConverter):
    """A positive whole number that the database can hold; any other address is 404."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, min=1, max=LARGEST_ID)


def init_app(app: Flask) -> None:
    """Let the rules of `app` name the converter; call it before blueprints are registered."""
    app.url_map.converters["id"] = IdConverter
