"""
A hostile response gets a verdict: of any bytes, of any number of lines, of any length.

Nothing here is timed. What takes more than linear time on these inputs takes minutes, and is noticed.
"""

import functools

import pytest

from cors_sim import HTTPRequest, PreflightCache, Request, Response, decide, simulate

PAGE = "https://app.example.com"
LINES = 100_000
MEGABYTES = 10 * 1024 * 1024

REQUEST = Request(
    "https://api.example.com/a", origin=PAGE, method="PUT", headers={"X-A": "1"}, destination="script"
)

NAMES = (
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Expose-Headers",
    "Access-Control-Max-Age",
    "Content-Type",
    "Cross-Origin-Resource-Policy",
    "Location",
    "Referrer-Policy",
    "Timing-Allow-Origin",
    "X-Content-Type-Options",
)
PIECES = ("a", ",", '"', '\\"', "\\", "a,", " ", "\t,", "9", "\xe9", "*,", ";a=b", '";', "%", "=")
GOOD = (
    ("Access-Control-Allow-Origin", PAGE),
    ("Access-Control-Allow-Methods", "PUT"),
    ("Access-Control-Allow-Headers", "x-a"),
)


def verdicts(response: Response) -> None:
    """Decide and simulate with *response* in both places; there has to be a verdict."""

    def server(hostile_preflight: bool, asked: HTTPRequest) -> Response:
        return response if asked.is_preflight == hostile_preflight else Response(200, GOOD)

    for hostile_preflight in (True, False):
        answerer = functools.partial(server, hostile_preflight)
        assert simulate(REQUEST, answerer).verdict.allowed in {True, False}
    assert decide(REQUEST, response, preflight=response).allowed in {True, False}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("piece", PIECES)
def test_long_value(name: str, piece: str) -> None:
    """One value of two hundred thousand bytes, made of what parsers look for."""
    value = piece * (MEGABYTES // 50 // len(piece))

    verdicts(Response(302 if name == "Location" else 200, [*GOOD, (name, value)]))
    verdicts(Response(200, [pair for pair in GOOD if pair[0] != name] + [(name, value)]))


@pytest.mark.parametrize("name", ["Access-Control-Allow-Headers", "Timing-Allow-Origin", "Content-Type"])
def test_value_of_ten_megabytes(name: str) -> None:
    """One value of ten million bytes."""
    verdicts(Response(200, [*GOOD, (name, "x-a, " * (MEGABYTES // 5))]))


@pytest.mark.parametrize("name", [*NAMES, "X"])
def test_a_hundred_thousand_lines(name: str) -> None:
    """One name, a hundred thousand times."""
    verdicts(Response(200, [*GOOD, *((name, "a") for _ in range(LINES))]))


def test_a_hundred_thousand_names() -> None:
    """A hundred thousand names, all exposed."""
    headers = [(f"x-{number}", "a") for number in range(LINES)]

    outcome = simulate(
        Request("https://api.example.com/a", origin=PAGE),
        lambda _: Response(200, [*GOOD, ("Access-Control-Expose-Headers", "*"), *headers]),
    )

    assert len(outcome.response.headers) == LINES + 4


def test_a_hundred_thousand_permissions() -> None:
    """Leave for a hundred thousand methods fills the cache and no more."""
    methods = ", ".join(f"M{number}" for number in range(LINES))
    answer = Response(200, [*GOOD, ("Access-Control-Allow-Methods", methods)])

    outcome = simulate(REQUEST, lambda _: answer, cache=PreflightCache(max_entries=100))

    assert outcome.verdict.allowed
    assert len(outcome.cache.entries) == 100


def test_redirects_without_end() -> None:
    """A server that redirects for ever is asked twenty-one times, each behind a preflight."""
    answer = [*GOOD, ("Access-Control-Max-Age", "0")]

    def server(asked: HTTPRequest) -> Response:
        return Response(200, answer) if asked.is_preflight else Response(307, [*answer, ("Location", "?")])

    outcome = simulate(REQUEST, server)

    assert outcome.verdict.reason == "redirect-limit"
    assert len(outcome.exchanges) == 42
