"""A real browser on a real server: what the browser tests share."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from playwright.sync_api import Page, sync_playwright
from waitress import create_server, wasyncore

# The question about past figures is answered by its button, whatever is waited for.
AGREES = "document.querySelector('form[data-past-figures] [type=submit]')?.click()"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve the application on a free port; gives its address."""
    server: Any = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    # In its own thread: what another closes while that one waits for it is an error there.
    server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
    thread.join(30)
    assert not thread.is_alive()
    server.task_dispatcher.shutdown()


@contextmanager
def signed_in(
    app: Flask, username: str, password: str, *, width: int = 1280, locale: str = "zh-CN"
) -> Iterator[Page]:
    """A page of Chromium in which the user has signed in.

    Its console says nothing but that a form was answered with 400 or 409.
    """
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "Install chromium: see tests/install_tools.sh."
    said: list[str] = []
    with serving(app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        size: Any = {"width": width, "height": 800}
        page = browser.new_context(base_url=address, locale=locale, viewport=size).new_page()
        page.add_init_script(f"addEventListener('load', () => {AGREES})")
        page.on("console", lambda message: said.append(message.text))
        page.goto("/sign-in")
        page.locator("[name=username]").fill(username)
        page.locator("[name=password]").fill(password)
        page.locator("form:has([name=password]) [type=submit]").click()
        page.wait_for_url("**/")
        yield page
        browser.close()
    assert [text for text in said if " 400 " not in text and " 409 " not in text] == []
