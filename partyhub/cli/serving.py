"""The web server, with the limits that reliability.md 5 sets."""

import gc
import ipaddress
import signal
from threading import Thread
from time import sleep
from urllib.parse import urlsplit

from flask import Flask

from partyhub.accounts.operations import issue_setup_code
from partyhub.accounts.queries import has_users
from partyhub.attachments import storage
from partyhub.attachments.queries import find_needed_digests
from partyhub.cli.command_context import opened
from partyhub.cli.databases import upgrade_database
from partyhub.cli.language import gettext
from partyhub.cli.output import say
from partyhub.cli.parsing import RefusalError
from partyhub.database import db, reading, writing
from partyhub.dialects import optimize

THREADS = 8
CONNECTIONS = 200
CHANNEL_SECONDS = 60
# The server cuts off a body larger than this many uploads; below that, a page explains the limit.
UPLOADS_IN_A_BODY = 4
A_DAY = 24 * 60 * 60  # seconds


def serve(instance: str | None, host: str, port: int | None) -> None:
    """Bring the database up to date and serve the pages until the process is stopped."""
    with opened(instance, is_ready=False) as app:
        refuse_open_network(app, host)
        upgrade_database(app)
        code = find_setup_code()
        port = _own_port(app) if port is None else port
    warm_up(app)
    run(app, host, port, code)


def find_setup_code() -> str | None:
    """Return a new code for the first administrator, or None when there is an account already."""
    if has_users():
        return None
    db.session.rollback()
    with writing():
        code = issue_setup_code()
        db.session.commit()
    return code


def warm_up(app: Flask) -> None:
    """Compile the first page, then exclude the objects of the start-up from garbage collection."""
    app.test_client().get("/", base_url=app.config["BASE_URL"], follow_redirects=True)
    gc.collect()
    gc.freeze()


def run(app: Flask, host: str, port: int, code: str | None) -> None:
    """Run the server until the process is stopped; `code` is the setup code to print, if any."""
    from waitress.server import create_server

    server = create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=CHANNEL_SECONDS,
        max_request_body_size=UPLOADS_IN_A_BODY * app.config["IMPORT_LIMITS"]["upload"],
        ident=None,
    )
    signal.signal(signal.SIGTERM, _stop)
    say(gettext("Open %(address)s", address=_address(app, host, server)))
    if code:
        say(gettext("Nobody has an account yet. The code for the first one: %(code)s", code=code))
    Thread(target=_tidy_daily, args=(app,), daemon=True).start()
    try:
        server.run()
    finally:
        with app.app_context():
            optimize(db.engine)


def _tidy_daily(app: Flask) -> None:
    """Update the planner's statistics and delete files that nothing needs, once a day."""
    while True:
        sleep(A_DAY)
        with app.app_context(), reading():
            storage.sweep(find_needed_digests())
        with app.app_context():
            optimize(db.engine)


def refuse_open_network(app: Flask, host: str) -> None:
    """Raise RefusalError for unencrypted pages on a network, unless the owner has allowed them."""
    if _is_loopback(host) or app.config["HTTPS"] or app.config["ALLOW_HTTP"]:
        return
    raise RefusalError(
        gettext(
            "On %(host)s passwords would travel unencrypted. Put a server with https before it and"
            " set PARTYHUB_BASE_URL, or set PARTYHUB_ALLOW_HTTP=1.",
            host=host,
        )
    )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _own_port(app: Flask) -> int:
    """Return the port of the configured address; behind a server with https it is 8000."""
    address = urlsplit(app.config["BASE_URL"])
    return 8000 if app.config["HTTPS"] or not address.port else address.port


def _address(app: Flask, host: str, server: object) -> str:
    if app.config["HTTPS"] or not _is_loopback(host):
        return str(app.config["BASE_URL"])
    return f"http://{host}:{getattr(server, 'effective_port', '')}/"


def _stop(_number: int, _frame: object) -> None:
    raise SystemExit(0)
