"""
Each snippet, on the real server that it is for: blocked without it; with it granting no more than asked.

A server is started with a broken configuration (``broken/``), and again for each grant with the snippet
applied to the same file. Its real answers are judged by the model, for each browser that it knows, and
by a real Chromium.
"""

from collections.abc import Iterator
from typing import Final

import attrs
import pytest

from cors_sim import Reason, Response, compare, simulate
from cors_sim.explain.grant import Grant
from cors_sim.explain.snippets import SERVERS, Snippet, snippet
from spec_tests.explain.servers import applications, chromium, processes, versions, wire
from spec_tests.explain.servers.chromium import Chromium
from spec_tests.explain.servers.questions import Question, grants, questions

pytestmark = pytest.mark.servers

GATEWAYS: Final = {"nginx-gateway", "caddy-gateway"}
LOST: Final = {"asgi": frozenset({"crash"}), "wsgi": frozenset({"crash"})}
ANSWERS_200: Final = {"flask", "fastapi", "django"}
STARLETTE_ADDS: Final = {"accept", "accept-language", "content-language", "content-type"}
CAUSES: Final = {
    "nginx": Reason.ALLOW_ORIGIN_MISMATCH,
    "apache": Reason.ALLOW_ORIGIN_MULTIPLE_VALUES,
    "caddy": Reason.ALLOW_ORIGIN_MISMATCH,
    "nginx-gateway": Reason.ALLOW_ORIGIN_MULTIPLE_VALUES,
    "caddy-gateway": Reason.ALLOW_ORIGIN_MULTIPLE_VALUES,
    "express": Reason.ALLOW_ORIGIN_MISMATCH,
    "flask": Reason.ALLOW_ORIGIN_MISSING,
    "fastapi": Reason.ALLOW_ORIGIN_MISSING,
    "django": Reason.ALLOW_ORIGIN_MISSING,
    "asgi": Reason.ALLOW_ORIGIN_MISSING,
    "wsgi": Reason.ALLOW_ORIGIN_MISSING,
}


@attrs.frozen
class Running:
    """A server that runs, and what it was told."""

    server: str
    grant: Grant
    told: Snippet | None
    port: int
    pages: int

    @property
    def paths(self) -> tuple[str, ...]:
        """The resources that the grant is for."""
        return ("/items", "/stock") if self.server in GATEWAYS else (self.grant.path,)

    @property
    def questions(self) -> list[Question]:
        """What is asked of it."""
        lost = LOST.get(self.server, frozenset())
        return list(questions(self.grant, self.pages, lost, self.paths))


@pytest.fixture(scope="module")
def pages() -> Iterator[int]:
    """The port of the pages."""
    with applications.serving(applications.Pages) as port:
        yield port


@pytest.fixture(scope="module")
def services() -> Iterator[tuple[int, int, int]]:
    """The ports of services that know nothing of CORS."""
    with applications.serving(applications.Service) as port:
        yield port, port, port


@pytest.fixture(scope="module")
def own_minded() -> Iterator[tuple[int, int, int]]:
    """The ports of services that say something of CORS themselves."""
    with (
        applications.serving(applications.OpenService) as first,
        applications.serving(applications.PartnerService) as second,
        applications.serving(applications.Service) as third,
    ):
        yield first, second, third


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    """A real Chromium."""
    with chromium.running() as running:
        yield running


@pytest.fixture(scope="module")
def upstreams(
    services: tuple[int, int, int], own_minded: tuple[int, int, int]
) -> dict[str, tuple[int, int, int]]:
    """The services behind each server."""
    return {server: own_minded if server in GATEWAYS else services for server in processes.PROGRAMS}


@pytest.fixture(scope="module", params=processes.PROGRAMS)
def broken(
    request: pytest.FixtureRequest, pages: int, upstreams: dict[str, tuple[int, int, int]]
) -> Iterator[Running]:
    """A server with its broken configuration."""
    server: str = request.param
    grant = grants(pages)["simple"]
    page, path = grant.origins[0], grant.path
    with processes.running(server, page, upstreams[server], path, None) as port:
        yield Running(server, grant, None, port, pages)


CASES: Final = [
    (server, name)
    for server in processes.PROGRAMS
    for name in ("simple", "preflighted", "credentials", "public", "odd")
    # The policy of a gateway has no path.
    if not (server in GATEWAYS and name == "odd")
]


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def mended(
    request: pytest.FixtureRequest, pages: int, upstreams: dict[str, tuple[int, int, int]]
) -> Iterator[Running]:
    """A server with the snippet for a grant."""
    server, name = request.param
    grant = grants(pages)[name]
    told = snippet(grant, server)
    page = f"http://app.localhost:{pages}"
    with processes.running(server, page, upstreams[server], grant.path, told) as port:
        yield Running(server, grant, told, port, pages)


def judged(running: Running, question: Question) -> bool:
    """Whether a page may read the real answer, by the model: in every browser or in none."""
    outcomes = compare(question.request(running.port), wire.answer)
    readable = {bool(outcome) for outcome in outcomes.values()}
    assert len(readable) == 1, f"browsers differ: {outcomes}"
    return readable.pop()


def listed(response: Response, name: str) -> set[str]:
    """What the list in a header names."""
    return set(response.headers.get_decode_and_split(name) or []) - {""}


def test_every_program() -> None:
    """What is said to have been run is run here, and nothing else is."""
    grant = Grant(origins=("https://app.example.com",))
    assert {name for name in SERVERS if snippet(grant, name).executed} == set(processes.PROGRAMS)


class TestVersions:
    """What a snippet says that it was run with is what it is run with here."""

    @pytest.mark.parametrize("server", processes.PROGRAMS)
    def test_version(self, server: str) -> None:
        """Version for version, to the second number."""
        told = snippet(Grant(origins=("https://app.example.com",)), server)
        assert told.run_with == versions.run_with(server)


class TestBroken:
    """Without the snippet."""

    @pytest.fixture
    def asked(self, broken: Running) -> list[Question]:
        """All that is readable with the snippet, error responses aside."""
        return [
            question
            for name, grant in grants(broken.pages).items()
            for question in attrs.evolve(broken, grant=grant).questions
            if name != "odd"
            and question.readable
            and question.in_browser
            and "answer" not in question.target
        ]

    def test_model(self, broken: Running, asked: list[Question]) -> None:
        """The model reports it as blocked."""
        assert [question for question in asked if judged(broken, question)] == []

    def test_cause(self, broken: Running, asked: list[Question]) -> None:
        """What the model finds is what is broken."""
        outcome = simulate(asked[0].request(broken.port), wire.answer)
        assert outcome.verdict.reason is CAUSES[broken.server]

    def test_chromium(self, broken: Running, browser: Chromium, asked: list[Question]) -> None:
        """Chromium blocks it."""
        answers = browser.ask(asked, broken.port, broken.pages)
        assert [question for question, readable in answers.items() if readable] == []


class TestMended:
    """With the snippet."""

    def test_model(self, mended: Running) -> None:
        """What was asked for is readable, error responses included; nothing else is, and to nobody else."""
        surprises = [
            question for question in mended.questions if judged(mended, question) is not question.readable
        ]
        assert surprises == []

    def test_exposed(self, mended: Running) -> None:
        """Script sees the response headers that were asked for, and those that need no permission."""
        first = mended.questions[0]
        outcome = simulate(first.request(mended.port), wire.answer)
        seen = {name.lower() for name in outcome.response.headers.names()}
        assert seen & {"x-total-count", "x-hidden"} == {
            name.lower() for name in mended.grant.exposed_header_names
        }

    def test_chromium(self, mended: Running, browser: Chromium) -> None:
        """Chromium agrees."""
        asked = [question for question in mended.questions if question.in_browser]
        answers = browser.ask(asked, mended.port, mended.pages)
        assert [
            question for question, readable in answers.items() if readable is not question.readable
        ] == []

    def test_errors_said(self, mended: Running) -> None:
        """The notes say which error responses have the headers."""
        assert mended.told is not None
        said = " ".join(mended.told.notes)
        assert "rror" in said
        assert (" has not." in said) is (mended.server in LOST)


@attrs.frozen
class Answer:
    """What a server says to somebody: ``friend``, ``stranger``, or ``nobody``, who sends no Origin."""

    who: str
    origin: str | None
    is_preflight: bool
    response: Response


@pytest.fixture(scope="module")
def answers(mended: Running) -> list[Answer]:
    """To each of them: a response, an error, and the answer to a preflight for what was asked for."""
    grant, stranger = mended.grant, f"http://other.localhost:{mended.pages}"
    friend = f"http://app.localhost:{mended.pages}" if grant.is_public else grant.origins[-1]
    preflight = [("Access-Control-Request-Method", grant.methods[0])]
    if grant.header_names:
        names = ",".join(sorted(name.lower() for name in grant.header_names))
        preflight.append(("Access-Control-Request-Headers", names))
    answers = []
    for who, origin in (("friend", friend), ("stranger", stranger), ("nobody", None)):
        headers = [("Origin", origin)] if origin else []
        for path in mended.paths:
            for method, target in (("GET", path), ("GET", f"{path}?answer=404"), ("OPTIONS", path)):
                is_preflight = method == "OPTIONS"
                asked = headers + preflight if is_preflight else headers
                response = wire.exchange(mended.port, method, target, asked)
                answers.append(Answer(who, origin, is_preflight, response))
    return answers


class TestHeaders:
    """What the answers say, to the letter."""

    def test_once(self, answers: list[Answer]) -> None:
        """Nothing is said twice."""
        for answer in answers:
            names = [name.lower() for name in answer.response.headers.names()]
            said = [name for name in names if name.startswith("access-control-")]
            assert len(set(said)) == len(said), answer

    def test_origin(self, mended: Running, answers: list[Answer]) -> None:
        """A friend is named, or whoever is right for all; a stranger never is."""
        grant = mended.grant
        for answer in answers:
            value = answer.response.headers.get("Access-Control-Allow-Origin")
            if answer.who == "friend":
                assert value == ("*" if grant.is_public else answer.origin), answer
            else:
                assert value in {None, grant.fixed_origin}, answer

    def test_vary(self, mended: Running, answers: list[Answer]) -> None:
        """Unless all are answered alike, all are told Vary: a cache may keep any of the answers."""
        values = {answer.response.headers.get("Access-Control-Allow-Origin") for answer in answers}
        for answer in answers:
            items = {item.lower() for item in listed(answer.response, "Vary")}
            assert len(values) == 1 or items & {"origin", "*"}, answer
        assert len(values) > 1 or mended.grant.fixed_origin is not None

    def test_least(self, mended: Running, answers: list[Answer]) -> None:
        """Credentials, methods and headers are those that were asked for."""
        grant = mended.grant
        spare = STARLETTE_ADDS if mended.server == "fastapi" else set()
        for answer in answers:
            headers = answer.response.headers
            assert headers.get("Access-Control-Allow-Credentials") in {None, grant.credentials and "true"}
            assert listed(answer.response, "Access-Control-Allow-Methods") <= set(grant.methods)
            assert listed(answer.response, "Access-Control-Expose-Headers") <= set(
                grant.exposed_header_names
            )
            names = {name.lower() for name in listed(answer.response, "Access-Control-Allow-Headers")}
            assert names - spare <= {name.lower() for name in grant.header_names}
            assert "Access-Control-Allow-Private-Network" not in headers

    def test_preflight(self, mended: Running, answers: list[Answer]) -> None:
        """A preflight is answered without the application: with 204, or as the package does it."""
        grant = mended.grant
        for answer in answers:
            if answer.who == "friend" and answer.is_preflight and grant.preflight:
                assert answer.response.status == (200 if mended.server in ANSWERS_200 else 204)
                assert listed(answer.response, "Access-Control-Allow-Methods") == set(grant.methods)
                max_age = answer.response.headers.get("Access-Control-Max-Age")
                # Starlette always says one; 5 is what browsers take where nothing is said.
                unsaid = "5" if mended.server == "fastapi" else None
                assert max_age == (unsaid if grant.max_age is None else str(grant.max_age))

    def test_said(self, mended: Running) -> None:
        """The notes say where a package does otherwise."""
        assert mended.told is not None
        said = " ".join(mended.told.notes)
        assert ("status 200" in said) is (mended.server in ANSWERS_200)
        assert ("Content-Type" in said) is (mended.server == "fastapi")
