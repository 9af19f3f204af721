"""A signed-in user who opens pages in this process."""

import json
import os
import re
from pathlib import Path
from typing import Self

from flask import Flask

from benchmarks.instances import PASSWORDS
from partyhub.app import create_app

FIELD = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
REVERSED = re.compile(r'href="[^"]*[?;&](sort=-\w+)')
NEXT = re.compile(r'href="[^"]*[?;&](after=[^"&]+)')
LAST = "last:"  # before an address of a list: its last page


class Visitor:
    """A browser in which a user of the instance is signed in."""

    def __init__(self, app: Flask, user: str, password: str) -> None:
        self.app, self.client = app, app.test_client()
        token = FIELD.search(self.client.get("/sign-in").text)
        assert token, "The page to sign in has no token."
        form = {"username": user, "password": password, "csrf_token": token[1]}
        answer = self.client.post("/sign-in", data=form)
        assert answer.status_code == 303, f"{user} can't sign in: {answer.status_code}"

    @classmethod
    def of(cls, user: str) -> Self:
        """Return a visitor signed in as `user` to the instance of PARTYHUB_INSTANCE."""
        app = create_app(Path(os.environ["PARTYHUB_INSTANCE"]))
        return cls(app, user, json.loads(os.environ[PASSWORDS])[user])

    def open(self, url: str) -> str:
        answer = self.client.get(url)
        assert answer.status_code == 200, f"{url} answers {answer.status_code}."
        return answer.text

    def address(self, wanted: str) -> str:
        """Return the address itself; after `last:`, that of the list's last page.

        A list has no link to its last page: the second page of the reversed list begins where it
        ends.
        """
        url = wanted.removeprefix(LAST)
        if url == wanted:
            return url
        backwards = REVERSED.search(self.open(url))
        assert backwards, f"{url} offers no reversed order."
        place = NEXT.search(self.open(f"{url}?{backwards[1]}"))
        assert place, f"{url} has one page only."
        return f"{url}?{place[1]}"
