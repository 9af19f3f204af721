"""The headers of every response (reliability.md 5)."""

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from partyhub.accounts.static_files import FILE_ENDPOINTS, names_content

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: Flask-WTF's strict check refuses every POST over HTTPS that has no Referer.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
FOR_EVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"


def init_app(app: Flask) -> None:
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Add the headers; a view that sends people's files may have set a stricter policy."""
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    for name, value in FIXED.items():
        response.headers[name] = value
    if current_app.config["HTTPS"]:
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    response.headers["Cache-Control"] = _cache_control(response)
    response.headers.pop("Server", None)
    return response


def _cache_control(response: Response) -> str:
    if request.endpoint not in FILE_ENDPOINTS or response.status_code not in (200, 206, 304):
        return "no-store"
    return FOR_EVER if names_content() else FOR_AN_HOUR
