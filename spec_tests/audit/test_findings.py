"""Each flaw comes out by its id, with a demonstration that can be run again; else nothing does."""

import pickle
import re
from collections.abc import Callable
from typing import Any

import pytest

from cors_sim import Allowed, HTTPRequest, Response, simulate
from cors_sim.audit import KINDS, Finding, Policy, Report, Severity, Trouble, audit
from cors_sim.flows import Answerer
from spec_tests.audit.servers import (
    ADMIN,
    ALLOW_CREDENTIALS,
    ALLOW_ORIGIN,
    APP,
    SAFE,
    URL,
    allowing,
    saying,
)

POLICY = Policy([APP], credentials=True, methods=["PUT"], headers=["Content-Type"])


def ids(report: Report) -> set[str]:
    """What was found."""
    return {finding.id for finding in report.findings}


def serious(report: Report) -> list[str]:
    """What was found of medium severity and above."""
    return [finding.id for finding in report.findings if finding.severity.rank >= Severity.MEDIUM.rank]


def found(report: Report, kind: str) -> Finding:
    """The finding of that kind."""
    return next(finding for finding in report.findings if finding.id == kind)


def matching(pattern: str) -> Callable[[str], object]:
    """Whether an origin begins with what *pattern* says."""
    return re.compile(pattern).match


def either(origin: str, pattern: str) -> Callable[[str], object]:
    """Whether an origin is *origin*, or begins with what *pattern* says."""
    return lambda asked: asked == origin or re.match(pattern, asked)


READING = {
    "any-origin-with-credentials": lambda _origin: True,
    "null-origin-with-credentials": [APP, "null"].__contains__,
    "prefix-match-with-credentials": matching(r"https://app\.example\.com"),
    "suffix-match-with-credentials": lambda origin: origin.endswith("example.com"),
    "substring-match-with-credentials": either(APP, r"https://[^.]+app\.example\.com\.attacker\.test$"),
    "truncated-origin-with-credentials": APP.__contains__,
    "unescaped-dot-with-credentials": matching("https://app.example.com$"),
    "odd-host-characters-with-credentials": matching(r"https://app\.example\.com(?![a-z0-9.:-])"),
    "public-suffix-with-credentials": matching(r"https://(app\.example|[a-z]+)\.com$"),
    "hosting-platform-with-credentials": either(APP, r"https://[a-z]+\.github\.io$"),
    "trailing-dot-with-credentials": matching(r"https://app\.example\.com\.?$"),
    "subdomain-with-credentials": matching(r"https://[a-z.]+\.example\.com$"),
    "insecure-scheme-with-credentials": matching(r"https?://app\.example\.com$"),
    "other-port-with-credentials": matching(r"https://app\.example\.com(:\d+)?$"),
    "local-origin-with-credentials": either(APP, r"http://localhost(:\d+)?$"),
    "idna-host-with-credentials": lambda origin: "xn--" in origin or origin == APP,
}


class TestWhoReads:
    """Script of an origin that nobody trusts reads the answer."""

    @pytest.mark.parametrize("kind", READING)
    def test_it_is_found(self, kind: str) -> None:
        """By its id, in every browser."""
        report = audit(allowing(READING[kind]), POLICY, url=URL)
        finding = found(report, kind)

        assert report.is_complete
        assert finding.demonstration.verdict == Allowed()
        assert finding.browsers == ("standard", "chromium", "firefox", "webkit")
        assert finding.severity is KINDS[kind].severity

    @pytest.mark.parametrize("kind", READING)
    def test_it_is_shown(self, kind: str) -> None:
        """The same request gets the same answer again."""
        server = allowing(READING[kind])
        outcome = found(audit(server, POLICY, url=URL), kind).demonstration

        assert simulate(outcome.request, server, browser=outcome.browser) == outcome

    @pytest.mark.parametrize("kind", READING)
    def test_without_credentials_it_is_less(self, kind: str) -> None:
        """And has an id of its own."""
        policy = Policy([APP])
        report = audit(allowing(READING[kind], credentials=False), policy, url=URL)
        finding = found(report, kind.removesuffix("-with-credentials"))

        assert kind not in ids(report)
        assert finding.severity.rank < KINDS[kind].severity.rank

    def test_what_says_less_is_left_out(self) -> None:
        """Where any page reads, nobody needs to know which names it could have had."""
        assert serious(audit(allowing(lambda _origin: True), POLICY, url=URL)) == [
            "any-origin-with-credentials",
            "null-origin-with-credentials",
        ]

    def test_all_of_a_public_suffix(self) -> None:
        """One cause is one finding: whoever has a name there can have one that looks trusted, too."""
        report = audit(allowing(matching(r"https://[^/]+\.com$")), POLICY, url=URL)
        assert serious(report) == ["public-suffix-with-credentials", "subdomain-with-credentials"]

    def test_an_end_within_the_trusted_domain(self) -> None:
        """Whoever can have a page there can have a subdomain, which is no worse."""
        server = allowing(matching(r"https://[a-z]*app\.example\.com$"))
        finding = found(audit(server, POLICY, url=URL), "suffix-match-with-credentials")
        assert str(finding.demonstration.request.origin) == "https://attackerapp.example.com"
        assert finding.severity is Severity.MEDIUM

    def test_by_another_method(self) -> None:
        """A server may have other rules there, which are looked at where that may be sent."""

        def server(request: HTTPRequest) -> Response:
            origins = (lambda _origin: True) if request.method == "POST" else APP.__eq__
            return allowing(origins)(request)

        assert serious(audit(server, POLICY, url=URL)) == []
        report = audit(server, POLICY, url=URL, unsafe_methods=True)
        finding = found(report, "any-origin-with-credentials")
        assert serious(report) == ["any-origin-with-credentials"]
        assert finding.demonstration.request.method == "POST"
        assert finding.grant is not None
        assert "POST" in finding.grant.methods

    def test_a_wildcard_is_for_everybody(self) -> None:
        """Against a policy that names who may read."""
        report = audit(saying((ALLOW_ORIGIN, "*")), Policy([APP]), url=URL)
        assert {"any-origin"} == set(serious(report))

    def test_what_nobody_is_to_read(self) -> None:
        """The target itself stands for who is trusted where nobody is."""
        report = audit(allowing(matching(r"https://api\.example\.com")), Policy(), url=URL)
        assert "prefix-match-with-credentials" in ids(report)

    def test_http_reads_from_http(self) -> None:
        """What is on http can be read by whoever is on the network anyway."""
        server = allowing(READING["insecure-scheme-with-credentials"])
        report = audit(server, POLICY, url="http://api.example.com/me")
        assert found(report, "insecure-scheme-with-credentials").severity is Severity.LOW

    def test_a_network_that_strangers_cannot_reach(self) -> None:
        """There, a page that any visitor loads is a way in, credentials or not."""
        server = allowing(lambda _origin: True, credentials=False)
        for host in ("localhost", "192.168.1.1", "intranet", "wiki.internal"):
            report = audit(server, Policy(inferred=True), url=f"http://{host}/me")
            assert found(report, "any-origin").severity is Severity.MEDIUM, host

    def test_capitals(self) -> None:
        """No browser writes them: that they are taken is worth no more than a word."""
        report = audit(allowing(lambda origin: origin.casefold() == APP), POLICY, url=URL)
        assert [(finding.id, finding.severity) for finding in report.findings] == [
            ("case-insensitive-match", Severity.INFO)
        ]


class TestWhatIsSent:
    """What a preflight allows is sent."""

    def test_a_preflight_for_everybody(self) -> None:
        """Though the actual response is for one."""

        def server(request: HTTPRequest) -> Response:
            return allowing(lambda origin: request.is_preflight or origin == APP)(request)

        finding = found(audit(server, POLICY, url=URL), "preflight-grants-untrusted")
        last = finding.demonstration.exchanges[-1]

        assert (last.request.method, last.response.is_network_error) == ("PUT", True)
        assert not finding.demonstration.verdict.allowed

    @pytest.mark.parametrize(
        ("kind", "arguments"),
        [
            ("any-method", {"methods": "GET, PUT, CORSSIM"}),
            ("excess-methods", {"methods": "GET, PUT, DELETE"}),
            ("any-header", {"headers": "content-type, x-cors-sim-probe"}),
            ("excess-headers", {"headers": "content-type, authorization"}),
            ("exposed-secrets", {"more": {"Access-Control-Expose-Headers": "X-Token", "X-Token": "t"}}),
            ("max-age-beyond-browsers", {"preflight_more": {"Access-Control-Max-Age": "31536000"}}),
            ("max-age-unreadable", {"preflight_more": {"Access-Control-Max-Age": "an hour"}}),
            ("headers-on-wrong-response", {"more": {"Access-Control-Max-Age": "5"}}),
            ("headers-on-wrong-response", {"preflight_more": {"Access-Control-Expose-Headers": "X-Token"}}),
            ("error-without-headers", {"on_errors": False}),
            ("vary-missing", {"vary": False}),
        ],
    )
    def test_more_than_was_asked_for(self, kind: str, arguments: dict[str, Any]) -> None:
        """Or something said where nobody listens: worth a word, and no more."""
        report = audit(allowing(APP.__eq__, **arguments), POLICY, url=URL)

        assert ids(report) == {kind}
        assert serious(report) == []

    @pytest.mark.parametrize("seconds", ["600", "86400", "-1"])
    def test_a_time_that_browsers_understand(self, seconds: str) -> None:
        """Some of them keep a day; a negative number is how to say: do not keep."""
        server = allowing(APP.__eq__, preflight_more={"Access-Control-Max-Age": seconds})
        assert audit(server, POLICY, url=URL).findings == ()

    def test_credentials(self) -> None:
        """Where the policy is without."""
        report = audit(allowing(APP.__eq__), Policy([APP]), url=URL)
        assert ids(report) == {"credentials-not-asked-for"}

    def test_an_insecure_page_is_trusted(self) -> None:
        """By the policy itself."""
        policy = Policy(["http://app.example.com"], credentials=True)
        report = audit(allowing("http://app.example.com".__eq__), policy, url=URL)
        # A page on http reads https: that is no mixed content.
        assert ids(report) == {"insecure-trusted-origin"}


def preflight_status(status: int, **arguments: Any) -> Answerer:  # noqa: ANN401 - of `allowing`
    """`SAFE`, but for the status of its preflights."""

    def server(request: HTTPRequest) -> Response:
        response = allowing([APP, ADMIN].__contains__, **arguments)(request)
        return response.with_fields(status=status) if request.is_preflight else response

    return server


class TestWhatDoesNotWork:
    """Trusted pages cannot do what they are meant to."""

    def test_in_some_browsers(self) -> None:
        """A challenge as a proxy makes is a response to some of them, and to others none."""
        server = saying((ALLOW_ORIGIN, APP), (ALLOW_CREDENTIALS, "true"), status=407)
        finding = found(audit(server, POLICY, url=URL), "browsers-differ")
        assert "chromium" not in finding.browsers

    def test_an_insecure_page_that_cannot_read(self) -> None:
        """Is no danger."""
        policy = Policy([APP, "http://app.example.com"], credentials=True)
        report = audit(allowing(APP.__eq__), policy, url=URL)
        assert ids(report) == {"trusted-origin-blocked"}

    @pytest.mark.parametrize(
        "server",
        [
            saying(),
            saying((ALLOW_ORIGIN, "https://App.example.com"), (ALLOW_CREDENTIALS, "true")),
            saying((ALLOW_ORIGIN, f"{APP}/"), (ALLOW_CREDENTIALS, "true")),
            saying((ALLOW_ORIGIN, APP)),
        ],
    )
    def test_for_nobody(self, server: Answerer) -> None:
        """Without the header, or with another origin in it than browsers write."""
        report = audit(server, POLICY, url=URL)
        assert found(report, "works-for-nobody").severity is Severity.MEDIUM

    def test_capitals_are_told(self) -> None:
        """What is wrong is hard to see there."""
        server = saying((ALLOW_ORIGIN, "https://App.example.com"), (ALLOW_CREDENTIALS, "true"))
        assert "in capitals alone" in found(audit(server, POLICY, url=URL), "works-for-nobody").text

    def test_for_some(self) -> None:
        """The other trusted page cannot read."""
        report = audit(allowing(APP.__eq__), Policy([APP, ADMIN], credentials=True), url=URL)
        finding = found(report, "trusted-origin-blocked")
        assert finding.demonstration.request.origin.serialized == ADMIN

    def test_two_values(self) -> None:
        """Of two layers that both add the header."""
        headers = ((ALLOW_ORIGIN, APP), (ALLOW_ORIGIN, "*"), (ALLOW_CREDENTIALS, "true"))
        assert {"multiple-values", "works-for-nobody"} <= ids(audit(saying(*headers), POLICY, url=URL))

    @pytest.mark.parametrize("credentials", [True, False])
    def test_a_wildcard_with_credentials(self, credentials: bool) -> None:
        """Browsers refuse it, whether the policy has credentials or not."""
        server = saying((ALLOW_ORIGIN, "*"), (ALLOW_CREDENTIALS, "true"))
        report = audit(server, Policy([APP], credentials=credentials), url=URL)
        assert "wildcard-with-credentials" in ids(report)

    def test_preflights_are_refused(self) -> None:
        """As where OPTIONS has to log in."""
        report = audit(preflight_status(401), POLICY, url=URL)
        assert found(report, "preflight-disagrees").severity is Severity.MEDIUM

    def test_preflights_that_nobody_needs(self) -> None:
        """Where the policy asks for nothing that has one, it does not matter."""
        report = audit(preflight_status(405), Policy([APP], credentials=True), url=URL)
        assert found(report, "preflight-disagrees").severity is Severity.INFO

    def test_preflights_alone(self) -> None:
        """They allow what then cannot be read."""

        def server(request: HTTPRequest) -> Response:
            return SAFE(request) if request.is_preflight else Response(200)

        assert {"works-for-nobody", "preflight-disagrees"} <= ids(audit(server, POLICY, url=URL))

    def test_a_method(self) -> None:
        """And what is allowed does not stand for it."""
        report = audit(allowing(APP.__eq__, methods="GET"), POLICY, url=URL)
        assert "method-not-granted" in ids(report)

    def test_a_header(self) -> None:
        """By its name."""
        report = audit(allowing(APP.__eq__, headers="x-other"), POLICY, url=URL)
        assert "header-not-granted" in ids(report)

    def test_authorization_and_the_wildcard(self) -> None:
        """Which covers it in some browsers only."""
        policy = Policy([APP], headers=["Authorization"])
        report = audit(allowing(APP.__eq__, credentials=False, headers="*"), policy, url=URL)
        assert {"header-not-granted", "browsers-differ"} & ids(report)

    def test_a_method_that_is_hidden(self) -> None:
        """The status says that something is wrong, and not what."""

        def server(request: HTTPRequest) -> Response:
            response = allowing(APP.__eq__)(request)
            method = request.headers.get("Access-Control-Request-Method")
            refused = request.is_preflight and method not in {"GET", "PUT"}
            return response.with_fields(status=400) if refused else response

        assert ids(audit(server, POLICY, url=URL)) == {"preflight-hides-cause"}

    @pytest.mark.parametrize(("status", "kind"), [(200, "head-differs"), (405, "error-without-headers")])
    def test_head(self, status: int, kind: str) -> None:
        """Is not answered as GET is."""

        def server(request: HTTPRequest) -> Response:
            return Response(status) if request.method == "HEAD" else SAFE(request)

        assert ids(audit(server, POLICY, url=URL)) == {kind}

    def test_head_for_everybody(self) -> None:
        """It gives away the headers."""

        def server(request: HTTPRequest) -> Response:
            return allowing(lambda origin: request.method == "HEAD" or origin == APP)(request)

        assert serious(audit(server, POLICY, url=URL)) == ["head-differs"]


def with_path(path: str, response: Callable[[HTTPRequest], Response]) -> Answerer:
    """`SAFE`, with another answer at *path*."""
    return lambda request: response(request) if request.url.path == path else SAFE(request)


class TestOtherResponses:
    """Errors and redirects are responses as others are."""

    @pytest.mark.parametrize("path", ["/boom", "/login", "/mine"])
    def test_an_error_without_headers(self, path: str) -> None:
        """At a path that many have, or one that was named."""
        server = with_path(path, lambda _request: Response(500))
        finding = found(audit(server, POLICY, url=URL, also=["/mine"]), "error-without-headers")
        assert finding.demonstration.request.url.path == path

    def test_a_redirect_without_headers(self) -> None:
        """It is not followed."""
        server = with_path("/redirect", lambda _request: Response(302, {"Location": "/me"}))
        assert ids(audit(server, POLICY, url=URL)) == {"redirect-without-headers"}

    def test_a_redirect_elsewhere(self) -> None:
        """Is followed by browsers, and not by the audit."""
        headers = ((ALLOW_ORIGIN, APP), (ALLOW_CREDENTIALS, "true"), ("Vary", "Origin"))
        redirect = saying(*headers, ("Location", "https://other.example/"), status=302)
        report = audit(with_path("/redirect", redirect), POLICY, url=URL)

        assert report.findings == ()
        assert {problem.trouble for problem in report.problems} == {Trouble.OUTSIDE_TARGET}

    @pytest.mark.parametrize(("credentials", "severity"), [(True, Severity.HIGH), (False, Severity.LOW)])
    def test_an_error_for_everybody(self, credentials: bool, severity: Severity) -> None:
        """Though the resource is for one."""
        leak = allowing(lambda _origin: True, credentials=credentials)
        server = with_path("/cors-sim-audit-no-such-page", leak)
        report = audit(server, Policy([APP], credentials=credentials), url=URL)
        assert found(report, "error-leaks").severity is severity

    def test_another_resource_for_everybody(self) -> None:
        """One that was named."""
        leak = saying((ALLOW_ORIGIN, "*"))
        for policy, severity in ((Policy([APP]), Severity.MEDIUM), (None, Severity.INFO)):
            report = audit(with_path("/admin", leak), policy, url=URL, also=["/admin"])
            assert found(report, "error-leaks").severity is severity


class TestCaches:
    """Pages that meet in a shared cache."""

    def test_by_explicit_leave(self) -> None:
        """What says that it may be kept is kept."""
        server = allowing(APP.__eq__, vary=False, more={"Cache-Control": "public, max-age=60"})
        finding = found(audit(server, POLICY, url=URL), "vary-missing")

        assert finding.severity is Severity.MEDIUM
        assert [outcome.verdict.allowed for outcome in (*finding.before, finding.demonstration)] == [
            False,
            False,
        ]

    def test_what_is_not_kept(self) -> None:
        """Needs no Vary."""
        server = allowing(APP.__eq__, vary=False, more={"Cache-Control": "no-store"})
        assert audit(server, POLICY, url=URL).findings == ()

    def test_one_trusted_page_and_another(self) -> None:
        """Vary is said where it is refused, and forgotten where it is not."""

        def server(request: HTTPRequest) -> Response:
            response = SAFE(request)
            allowed = ALLOW_ORIGIN in response.headers
            return response.with_fields(headers=response.headers.delete("Vary")) if allowed else response

        finding = found(audit(server, Policy([APP, ADMIN], credentials=True), url=URL), "vary-missing")
        assert finding.before[0].verdict.allowed
        assert finding.demonstration.request.origin.serialized == ADMIN

    def test_a_leak(self) -> None:
        """A wildcard for one page, kept, is one for all."""

        def server(request: HTTPRequest) -> Response:
            trusted = request.headers.get("Origin") == APP
            return Response(200, {ALLOW_ORIGIN: "*"} if trusted else {"Vary": "Origin"})

        finding = found(audit(server, Policy([APP]), url=URL), "vary-missing")
        assert (finding.severity, finding.demonstration.verdict) == (Severity.MEDIUM, Allowed())

    def test_no_origin(self) -> None:
        """One origin alone may be said to all."""
        report = audit(
            saying((ALLOW_ORIGIN, APP), (ALLOW_CREDENTIALS, "true")),
            Policy([APP], credentials=True),
            url=URL,
        )
        assert "vary-missing" not in ids(report)
        assert "headers-without-origin" in ids(report)


class TestSafeServers:
    """Nothing is said where nothing is wrong."""

    @pytest.mark.parametrize(
        ("server", "policy"),
        [
            (SAFE, POLICY),
            (SAFE, Policy([APP, ADMIN], credentials=True, methods=["PUT"], headers=["content-type"])),
            (SAFE, Policy([APP], credentials=True)),
            (allowing(APP.__eq__, credentials=False), Policy([APP])),
            (saying((ALLOW_ORIGIN, "*")), Policy(["*"])),
            (saying(), Policy()),
            (
                allowing(matching(r"https://[a-z.]+\.example\.com$")),
                Policy(["https://*.example.com"], credentials=True),
            ),
        ],
    )
    def test_nothing_is_found(self, server: Answerer, policy: Policy) -> None:
        """Not even of the least severity."""
        report = audit(server, policy, url=URL)
        assert [finding.text for finding in report.findings if finding.id != "any-header"] == []
        assert report.is_complete
        assert report.worst is None


class TestReports:
    """What a report promises."""

    def test_deterministic(self) -> None:
        """The same server, the same report, which is a value."""
        server = allowing(READING["suffix-match-with-credentials"])
        first, second = (audit(server, POLICY, url=URL, matrix=True) for _ in range(2))

        assert first == second
        assert pickle.loads(pickle.dumps(first)) == first  # noqa: S301 - our own

    def test_the_worst_comes_first(self) -> None:
        """And then in the order of the table."""
        report = audit(allowing(lambda origin: origin.endswith("example.com"), vary=False), POLICY, url=URL)
        ranks = [finding.severity.rank for finding in report.findings]

        assert ranks == sorted(ranks, reverse=True)
        assert report.worst is report.findings[0].severity

    def test_the_fix(self) -> None:
        """Is what the policy says, in the words of a server."""
        finding = audit(allowing(lambda _origin: True), POLICY, url=URL).findings[0]
        (snippet,) = finding.snippets(["nginx"])

        assert finding.grant is not None
        assert finding.grant.origins == (APP,)
        assert APP in snippet.text

    def test_no_fix_that_is_a_list(self) -> None:
        """A pattern is none."""
        report = audit(allowing(lambda _origin: True), Policy(["https://*.example.com"]), url=URL)
        assert report.findings[0].snippets(["nginx"]) == ()

    def test_each_kind_can_be_looked_up(self) -> None:
        """Ids are the keys; references are addresses."""
        for kind in KINDS.values():
            assert KINDS[kind.id] is kind
            assert kind.remedy.endswith(".")
            assert all(reference.startswith("https://") for reference in kind.references)
