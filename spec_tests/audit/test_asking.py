"""Whatever a server does, an audit ends within its budget, and says what came of each request."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from cors_sim import HTTPRequest, InvalidInput, OpaqueOrigin, Response
from cors_sim.audit import Access, Policy, Trouble, audit
from cors_sim.flows import Answerer
from spec_tests.audit.servers import ALLOW_ORIGIN, APP, SAFE, URL, allowing, saying

POLICY = Policy([APP], credentials=True)


class TestBadServers:
    """Each request without an answer is reported; what is known is kept."""

    def test_it_crashes(self) -> None:
        """With an exception of its own."""

        def server(_request: HTTPRequest) -> Response:
            message = "out of order"
            raise OSError(message)

        report = audit(server, POLICY, url=URL)

        assert {problem.trouble for problem in report.problems} == {Trouble.CRASHED}
        assert report.problems[0].detail == "OSError: out of order"
        assert (report.findings, report.is_complete) == ((), False)

    def test_it_resets(self) -> None:
        """Now and then: what it answers is judged."""

        def server(request: HTTPRequest) -> Response:
            if request.headers.get("Origin") == "null":
                return Response.network_error()
            return allowing(lambda _origin: True)(request)

        report = audit(server, POLICY, url=URL)

        assert [finding.id for finding in report.findings] == ["any-origin-with-credentials"]
        assert [problem.trouble for problem in report.problems] == [Trouble.NO_ANSWER]

    def test_it_answers_garbage(self) -> None:
        """That is no `Response`."""
        for garbage in (None, "hello"):
            answering: Any = lambda _request, garbage=garbage: garbage  # noqa: E731 - of a wrong type on purpose
            report = audit(answering, POLICY, url=URL)
            assert {problem.trouble for problem in report.problems} == {Trouble.NO_RESPONSE}

    def test_it_hangs(self) -> None:
        """A few times: then nothing is waited for."""
        stop = threading.Event()

        def server(request: HTTPRequest) -> Response:
            if request.headers.get("Origin") != APP:
                stop.wait(30)
            return SAFE(request)

        started = time.monotonic()
        report = audit(server, POLICY, url=URL, seconds_per_request=0.05)
        stop.set()

        assert time.monotonic() - started < 5
        assert {problem.trouble for problem in report.problems} == {Trouble.HUNG, Trouble.GAVE_UP}
        assert not report.is_complete

    def test_it_redirects_for_ever(self) -> None:
        """Browsers stop after twenty, and the budget holds."""
        endless = saying(
            (ALLOW_ORIGIN, APP), ("Access-Control-Allow-Credentials", "true"), ("Location", "?"), status=302
        )
        report = audit(endless, POLICY, url=URL, max_requests=50)
        assert report.requests_sent <= 50

    def test_it_redirects_elsewhere(self) -> None:
        """There, nobody is asked."""
        asked = set()

        def server(request: HTTPRequest) -> Response:
            asked.add(request.url.host)
            return Response(302, {**dict(SAFE(request).headers), "Location": "https://elsewhere.example/"})

        report = audit(server, POLICY, url=URL)

        assert asked == {"api.example.com"}
        assert {problem.trouble for problem in report.problems} == {Trouble.OUTSIDE_TARGET}

    def test_an_interrupt_loses_nothing(self) -> None:
        """The report says what had been found until then."""

        def server(request: HTTPRequest) -> Response:
            if request.headers.get("Origin") == "null":
                raise KeyboardInterrupt
            return allowing(lambda _origin: True)(request)

        report = audit(server, POLICY, url=URL)

        assert [finding.id for finding in report.findings] == ["any-origin-with-credentials"]
        assert not report.is_complete
        assert report.notes == ("The audit was interrupted: not all has been tried.",)


class TestBudget:
    """No more is asked than was agreed."""

    @pytest.mark.parametrize("most", [1, 2, 10, 30])
    def test_requests_are_counted(self, most: int) -> None:
        """Each that the server gets."""
        sent = []

        def server(request: HTTPRequest) -> Response:
            sent.append(request)
            return SAFE(request)

        report = audit(server, POLICY, url=URL, max_requests=most)

        assert len(sent) == report.requests_sent == most
        assert Trouble.OUT_OF_BUDGET in {problem.trouble for problem in report.problems}
        assert not report.is_complete

    def test_the_usual_budget_is_enough(self) -> None:
        """With a matrix as well."""
        report = audit(SAFE, None, url=URL, matrix=True)
        assert report.is_complete
        assert report.requests_sent < 200

    def test_what_is_equal_is_asked_once(self) -> None:
        """However many browsers would."""
        sent: list[HTTPRequest] = []

        def server(request: HTTPRequest) -> Response:
            sent.append(request)
            return SAFE(request)

        audit(server, POLICY, url=URL)
        assert len(set(sent)) == len(sent)

    def test_a_session_hears_all(self) -> None:
        """A server that remembers is told in each session what goes before."""
        sessions: list[list[HTTPRequest]] = []

        class Remembering:
            def session(self) -> Answerer:
                heard: list[HTTPRequest] = []
                sessions.append(heard)

                def answer(request: HTTPRequest) -> Response:
                    heard.append(request)
                    return SAFE(request)

                return answer

        report = audit(
            Remembering(), Policy([APP], credentials=True, methods=["PUT"]), url=URL, unsafe_methods=True
        )
        puts = [heard for heard in sessions if any(request.method == "PUT" for request in heard)]

        assert {tuple(request.method for request in heard) for heard in puts} == {("OPTIONS", "PUT")}
        assert report.requests_sent == sum(map(len, sessions))

    @pytest.mark.parametrize(
        ("unsafe_methods", "methods"), [(False, {"GET", "HEAD", "OPTIONS"}), (True, None)]
    )
    def test_methods(self, unsafe_methods: bool, methods: set[str] | None) -> None:
        """What may change something is sent only where that was said."""
        sent = set()

        def server(request: HTTPRequest) -> Response:
            sent.add(request.method)
            return SAFE(request)

        policy = Policy([APP], credentials=True, methods=["PUT"])
        audit(server, policy, url=URL, unsafe_methods=unsafe_methods)
        assert sent == (methods or {"GET", "HEAD", "OPTIONS", "POST", "PUT"})

    def test_the_rate(self) -> None:
        """Each request waits for its turn."""
        started = time.monotonic()
        audit(SAFE, POLICY, url=URL, max_requests=6, requests_per_second=50)
        assert time.monotonic() - started >= 0.1

    def test_progress(self) -> None:
        """Is told of each request ahead of it."""
        told: list[tuple[int, str]] = []
        report = audit(SAFE, POLICY, url=URL, progress=lambda sent, probe: told.append((sent, probe)))
        assert [sent for sent, _ in told] == list(range(1, report.requests_sent + 1))
        assert all(probe for _, probe in told)


class TestInference:
    """Without a policy there is one to be seen."""

    @pytest.mark.parametrize(
        ("server", "trusted", "credentials"),
        [
            (SAFE, (APP,), True),
            (allowing(APP.__eq__, credentials=False), (APP,), False),
            (allowing("https://shop.example.net".__eq__), (), False),
            (saying((ALLOW_ORIGIN, "https://shop.example.net")), ("https://shop.example.net",), False),
            (saying((ALLOW_ORIGIN, "*")), ("*",), False),
            (saying((ALLOW_ORIGIN, "null")), (), False),
            (allowing(lambda _origin: True), (), False),
            (saying(), (), False),
        ],
    )
    def test_it_is_told(self, server: Answerer, trusted: tuple[str, ...], credentials: bool) -> None:
        """And that nobody said it."""
        report = audit(server, url=URL)

        assert (report.policy.trusted, report.policy.credentials) == (trusted, credentials)
        assert report.policy.inferred
        assert report.notes[0].startswith("No policy was given")


class TestMatrix:
    """Origins by methods by credentials."""

    def test_who_may_what(self) -> None:
        """Trusted pages read and send, others do not."""
        report = audit(SAFE, Policy([APP], credentials=True, methods=["PUT"]), url=URL, matrix=True)
        assert report.matrix is not None
        access = {
            (cell.origin, cell.method, cell.credentials): cell.access
            for cell in report.matrix.cells
            if cell.trusted or cell.origin == "null"
        }

        assert report.matrix.columns[:2] == (("GET", False), ("GET", True))
        assert report.matrix.origins[0] == APP
        assert access[APP, "GET", True] is Access.READS
        assert access[APP, "PUT", True] is Access.SENDS
        assert access[APP, "DELETE", True] is Access.BLOCKED
        assert access["null", "GET", False] is Access.BLOCKED

    def test_without_a_budget(self) -> None:
        """What was not asked is not known."""
        report = audit(SAFE, POLICY, url=URL, matrix=True, max_requests=1)
        assert report.matrix is not None
        assert {cell.access for cell in report.matrix.cells} == {Access.READS, Access.NOT_ASKED}

    def test_those_who_should_not(self) -> None:
        """Origins of findings are in it."""
        report = audit(allowing([APP, "http://localhost"].__contains__), POLICY, url=URL, matrix=True)
        assert report.matrix is not None
        assert "http://localhost" in report.matrix.origins


class TestArguments:
    """What cannot be meant is said by name."""

    @pytest.mark.parametrize(
        ("argument", "call"),
        [
            ("server", lambda: audit("https://api.example.com", POLICY, url=URL)),  # type: ignore[arg-type]  # to see it refused
            ("policy", lambda: audit(SAFE, [APP], url=URL)),  # type: ignore[arg-type]  # to see it refused
            ("url", lambda: audit(SAFE, POLICY, url="/me")),
            ("url", lambda: audit(SAFE, POLICY, url="ftp://api.example.com/")),
            ("also", lambda: audit(SAFE, POLICY, url=URL, also=["https://["])),
            ("max_requests", lambda: audit(SAFE, POLICY, url=URL, max_requests=0)),
            ("seconds_per_request", lambda: audit(SAFE, POLICY, url=URL, seconds_per_request=0)),
            ("requests_per_second", lambda: audit(SAFE, POLICY, url=URL, requests_per_second=-1)),
            ("trusted", lambda: Policy(APP)),
            ("trusted", lambda: Policy(["null"])),
            ("trusted", lambda: Policy(["*", APP])),
            ("trusted", lambda: Policy([OpaqueOrigin()])),
            ("trusted", lambda: Policy([f"{APP}/path"])),
            ("trusted", lambda: Policy(["https://*.exa mple.com"])),
            ("trusted", lambda: Policy(["https://*"])),
            ("credentials", lambda: Policy(["*"], credentials=True)),
            ("methods", lambda: Policy([APP], methods="PUT")),
            ("headers", lambda: Policy([APP], headers=["X Token"])),
        ],
    )
    def test_refused(self, argument: str, call: Callable[[], object]) -> None:
        """With the rule."""
        with pytest.raises(InvalidInput) as refused:
            call()
        assert refused.value.argument == argument
