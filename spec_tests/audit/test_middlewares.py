"""
Real middlewares, at the versions of the extra ``[servers]``, configured as people do.

Safe configurations give nothing of medium severity or above; what each middleware is known to do comes
out as a finding.
"""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from cors_sim.audit import Policy, Report, Severity, audit
from cors_sim.flows import Server
from spec_tests.audit.servers import ADMIN, APP, URL

pytestmark = pytest.mark.servers

POLICY = Policy([APP], credentials=True)
DOMAIN = r"https://app.example.com"
ENDS_OPEN = r"https://app\.example\.com"


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The applications log that they crash, which they are to."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def found(report: Report) -> dict[str, Severity]:
    """The severities by id."""
    return {finding.id: finding.severity for finding in report.findings}


def is_safe(report: Report) -> bool:
    """Whether there is nothing of medium severity or above."""
    return report.is_complete and (report.worst is None or report.worst.rank < Severity.MEDIUM.rank)


def flask_cors(**options: Any) -> Server:  # noqa: ANN401 - options of many types
    """An application with Flask-CORS."""
    from flask import Flask
    from flask_cors import CORS

    from cors_sim.servers import wsgi

    app = Flask(__name__)
    CORS(app, **options)
    app.add_url_rule("/me", "me", lambda: "me", methods=["GET", "PUT"])
    app.add_url_rule("/boom", "boom", lambda: str(1 / 0))
    return wsgi(app, raise_app_exceptions=False)


def starlette(**options: Any) -> Server:  # noqa: ANN401 - options of many types
    """An application with Starlette's middleware."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.cors import CORSMiddleware
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    from cors_sim.servers import asgi

    async def me(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("me")

    async def boom(_request: Request) -> PlainTextResponse:
        raise ZeroDivisionError

    routes = [Route("/me", me, methods=["GET", "PUT"]), Route("/boom", boom)]
    middleware = [Middleware(CORSMiddleware, **options)]
    return asgi(Starlette(routes=routes, middleware=middleware), raise_app_exceptions=False)


class TestFlaskCORS:
    """Flask-CORS."""

    def test_one_origin(self) -> None:
        """Safe; refusals say no Vary, who sends no Origin gets the header, case is ignored."""
        report = audit(flask_cors(origins=[APP], supports_credentials=True), POLICY, url=URL)
        assert is_safe(report)
        assert {"vary-missing", "headers-without-origin", "case-insensitive-match"} <= found(report).keys()

    def test_two_origins(self) -> None:
        """Safe."""
        policy = Policy([APP, ADMIN], credentials=True, methods=["PUT"], headers=["X-Token"])
        assert is_safe(audit(flask_cors(origins=[APP, ADMIN], supports_credentials=True), policy, url=URL))

    def test_public(self) -> None:
        """Safe."""
        assert is_safe(audit(flask_cors(), Policy(["*"]), url=URL))

    def test_all_origins_with_credentials(self) -> None:
        """Names any origin, and 'null'."""
        report = found(audit(flask_cors(supports_credentials=True), POLICY, url=URL))
        assert report["any-origin-with-credentials"] is Severity.CRITICAL
        assert report["null-origin-with-credentials"] is Severity.HIGH

    @pytest.mark.parametrize(
        ("pattern", "kind"),
        [
            (f"{ENDS_OPEN}.*", "prefix-match-with-credentials"),
            (f"{DOMAIN}$", "unescaped-dot-with-credentials"),
        ],
    )
    def test_expressions(self, pattern: str, kind: str) -> None:
        """Vary is said where they match, and else not."""
        report = audit(flask_cors(origins=[pattern], supports_credentials=True), POLICY, url=URL)
        assert {kind, "vary-missing"} <= found(report).keys()

    def test_an_error(self) -> None:
        """Has the headers."""
        report = audit(flask_cors(origins=[APP], supports_credentials=True), POLICY, url=URL)
        assert "error-without-headers" not in found(report)


class TestStarlette:
    """Starlette's CORSMiddleware."""

    def test_one_origin(self) -> None:
        """Safe; an error that it did not see has no headers, and a refused preflight hides the method."""
        report = audit(starlette(allow_origins=[APP], allow_credentials=True), POLICY, url=URL)
        assert is_safe(report)
        assert found(report) == {
            "error-without-headers": Severity.LOW,
            "preflight-hides-cause": Severity.INFO,
        }

    def test_what_was_asked_for(self) -> None:
        """Safe, and it works."""
        policy = Policy([APP], credentials=True, methods=["PUT"], headers=["X-Token"])
        options = {"allow_methods": ["GET", "PUT"], "allow_headers": ["X-Token"]}
        server = starlette(allow_origins=[APP], allow_credentials=True, **options)
        assert is_safe(audit(server, policy, url=URL))

    def test_public(self) -> None:
        """Safe."""
        assert is_safe(audit(starlette(allow_origins=["*"]), Policy(["*"]), url=URL))

    def test_all_origins_with_credentials(self) -> None:
        """Names any origin that sends cookies, and 'null'."""
        report = found(audit(starlette(allow_origins=["*"], allow_credentials=True), POLICY, url=URL))
        assert {"any-origin-with-credentials", "null-origin-with-credentials"} <= report.keys()

    def test_an_expression(self) -> None:
        """It has to match the whole; a dot is still any character."""
        report = found(audit(starlette(allow_origin_regex=DOMAIN, allow_credentials=True), POLICY, url=URL))
        assert "unescaped-dot-with-credentials" in report
        assert "prefix-match-with-credentials" not in report

    def test_capitals_in_the_list(self) -> None:
        """It compares to the letter: such an entry is for nobody."""
        server = starlette(allow_origins=["https://App.example.com"], allow_credentials=True)
        assert "works-for-nobody" in found(audit(server, POLICY, url=URL))


class TestDjangoCORSHeaders:
    """django-cors-headers, in a process of its own for its settings are global."""

    def audited(self, **settings: object) -> dict[str, Severity]:
        """What is found with such settings."""
        import json
        import subprocess
        import sys

        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "spec_tests.audit.django_site",
                json.dumps(settings),
                json.dumps([APP]),
                URL,
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        return {kind: Severity(severity) for kind, severity in json.loads(done.stdout).items()}

    def test_one_origin(self) -> None:
        """Safe; views that crash are answered with the headers."""
        assert self.audited(CORS_ALLOWED_ORIGINS=[APP], CORS_ALLOW_CREDENTIALS=True) == {}

    def test_an_error_outside(self) -> None:
        """Where a middleware ahead of it crashes, nobody adds the headers."""
        crashing = "spec_tests.audit.django_site.crashing"
        found_here = self.audited(CORS_ALLOWED_ORIGINS=[APP], CORS_ALLOW_CREDENTIALS=True, AHEAD=[crashing])
        assert found_here == {"error-without-headers": Severity.LOW}

    def test_all_origins_with_credentials(self) -> None:
        """Names any origin, and 'null'."""
        found_here = self.audited(CORS_ALLOW_ALL_ORIGINS=True, CORS_ALLOW_CREDENTIALS=True)
        assert {"any-origin-with-credentials", "null-origin-with-credentials"} <= found_here.keys()

    def test_an_expression(self) -> None:
        """Matches at the beginning: whatever follows is allowed."""
        settings = {"CORS_ALLOWED_ORIGIN_REGEXES": [f"^{ENDS_OPEN}"], "CORS_ALLOW_CREDENTIALS": True}
        assert self.audited(**settings)["prefix-match-with-credentials"] is Severity.HIGH
