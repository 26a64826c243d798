"""Pages and servers that are explained, one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cors_sim import (
    STANDARD,
    Browser,
    Explanation,
    HTTPRequest,
    Request,
    Response,
    explain,
    simulate,
)

PAGE = "https://app.example.com"
API = "https://api.example.com/items"
CDN = "https://cdn.example.net/items"
ALLOWED = {"Access-Control-Allow-Origin": PAGE}

Answers = Mapping[Any, Response]
"""By URL, or by URL and whether it is a preflight."""


def server(answers: Answers) -> object:
    """What answers by URL; by URL and whether it is a preflight where the two differ."""

    def answer(asked: HTTPRequest) -> Response:
        url = asked.url.href
        return answers.get((url, asked.is_preflight)) or answers[url]

    return answer


def explained(request: Request, answers: Answers, *, browser: Browser = STANDARD) -> Explanation:
    """The explanation of what comes of *request*, without the server."""
    return explain(simulate(request, server(answers), browser=browser))  # type: ignore[arg-type]  # a test's server


def get(url: str = API, **fields: object) -> Request:
    """A request of the page."""
    return Request(url, origin=fields.pop("origin", PAGE), **fields)  # type: ignore[arg-type]  # of many types


def kinds(explanation: Explanation, what: str = "remarks") -> list[str]:
    """The kinds of the remarks that an explanation has of that sort."""
    return [remark.kind for remark in getattr(explanation, what)]
