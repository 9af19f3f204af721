"""Compression with gzip for pages and other text whose length can't reveal a secret.

A compressed page is shorter if input from the request repeats text that is on it already. An
attacker who makes somebody else's browser send many requests, and sees the lengths of the answers,
can guess a secret on the page letter by letter (BREACH). Therefore pages around passwords are never
compressed, other pages only for requests that this site's own pages or the reader made, and each
page gets a random additional length.
"""

import gzip
import secrets
from functools import cache
from io import BytesIO

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from partyhub.accounts.static_files import FILE_ENDPOINTS

# Sign-in, set-up, passwords and one-time codes: all pages of these blueprints, also those added
# later.
CLOSED_BLUEPRINTS = frozenset({"accounts", "users"})
# Values of Sec-Fetch-Site for requests by the reader or by a page of this site; browsers send it
# over HTTPS.
OWN_SITES = frozenset({"none", "same-origin"})
TEXTS = frozenset({"application/json", "application/javascript", "image/svg+xml"})
FEWEST_BYTES = 500  # a packet of the network carries more
LEVEL = 4  # half the time of the usual 6, for a twentieth more bytes
MOST_CHANCE = 100  # letters


def init_app(app: Flask) -> None:
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Compress the body if the browser accepts gzip and it is safe."""
    if not _is_text(response) or request.blueprint in CLOSED_BLUEPRINTS:
        return response
    response.vary.add("Accept-Encoding")
    is_file = request.endpoint in FILE_ENDPOINTS
    if request.accept_encodings["gzip"] <= 0 or not (is_file or _is_own_request()):
        return response
    if response.status_code == 304:
        _weaken(response)
    elif response.status_code == 200 or not is_file:
        _fill(response, is_file)
    return response


def _is_text(response: Response) -> bool:
    """Return whether the body is uncompressed text and not a download that is streamed."""
    if request.endpoint not in FILE_ENDPOINTS and response.is_streamed:
        return False
    if response.content_encoding is not None:
        return False
    kind = response.mimetype or ""
    return kind.startswith("text/") or kind in TEXTS or response.status_code == 304


def _is_own_request() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    return not current_app.config["HTTPS"] if site is None else site in OWN_SITES


def _fill(response: Response, is_file: bool) -> None:
    """Put the compressed body into the response; a static file is compressed only once."""
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) < FEWEST_BYTES:
        return
    response.set_data(_of_file(body) if is_file else _of_page(body))
    response.content_encoding = "gzip"
    response.headers.pop("Accept-Ranges", None)
    _weaken(response)


def _weaken(response: Response) -> None:
    """Mark the ETag as weak.

    It names the content, not the bytes, which depend on the client.
    """
    etag, is_weak = response.get_etag()
    if etag is not None and not is_weak:
        response.set_etag(etag, weak=True)


def _of_page(body: bytes) -> bytes:
    """Return the compressed page.

    The gzip header has a file name of random length, which nobody reads, to hide the page's length.
    """
    stream = BytesIO()
    name = secrets.token_hex(MOST_CHANCE)[: secrets.randbelow(MOST_CHANCE)]
    with gzip.GzipFile(name, "wb", LEVEL, stream, mtime=0) as file:
        file.write(body)
    return stream.getvalue()


@cache
def _of_file(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
