"""
What the checks share: fetches in every browser, and the findings so far.

A check is a function of an `Examination`. It asks by `Examination.fetch`, so that what it finds is what
script of some page gets, and records by `Examination.found`.
"""

from collections.abc import Iterable, Mapping

import attrs

from cors_sim.audit.asking import SAFE_METHODS, Asker
from cors_sim.audit.finding import Finding
from cors_sim.audit.kinds import KINDS
from cors_sim.audit.policy import Policy
from cors_sim.audit.severity import Severity
from cors_sim.browsers import BROWSERS
from cors_sim.explain.grant import Grant
from cors_sim.flows import Outcome, simulate
from cors_sim.origins import Origin, TupleOrigin, is_ip_address, is_loopback
from cors_sim.requests import Request
from cors_sim.responses import Response
from cors_sim.urls import URL, parse_url


@attrs.frozen
class Fetched:
    """The outcomes of one fetch in each browser."""

    outcomes: tuple[Outcome, ...]

    @property
    def own(self) -> Outcome:
        """That by the standard, which comes first."""
        return self.outcomes[0]

    @property
    def reads(self) -> Outcome | None:
        """An outcome in which script can read the answer, or None."""
        return next((outcome for outcome in self.outcomes if outcome.verdict.allowed), None)

    @property
    def sends(self) -> Outcome | None:
        """An outcome in which the request itself was sent, or would have been; or None."""
        return next((outcome for outcome in self.outcomes if was_sent(outcome)), None)

    @property
    def readers(self) -> tuple[str, ...]:
        """The names of the browsers in which script can read the answer."""
        return tuple(outcome.browser.name for outcome in self.outcomes if outcome.verdict.allowed)

    @property
    def answer(self) -> Response | None:
        """What the server said to the request itself, on its first hop; None where that was not asked."""
        exchanges = (exchange for exchange in self.own.exchanges if not exchange.request.is_preflight)
        exchange = next(exchanges, None)
        return None if exchange is None or exchange.response.is_network_error else exchange.response

    @property
    def preflight(self) -> Response | None:
        """What the server said to the preflight; None where there was none or no answer."""
        exchanges = (exchange for exchange in self.own.exchanges if exchange.request.is_preflight)
        exchange = next(exchanges, None)
        return None if exchange is None or exchange.response.is_network_error else exchange.response


def was_sent(outcome: Outcome) -> bool:
    """Whether the request itself was sent, or would have been, and not a preflight alone."""
    return any(not exchange.request.is_preflight for exchange in outcome.exchanges)


def _is_answered(outcome: Outcome) -> bool:
    """Whether the server has answered all that it was asked, or would have been but for the method."""
    return not any(
        exchange.response.is_network_error and exchange.request.method in SAFE_METHODS
        for exchange in outcome.exchanges
    )


@attrs.define
class Examination:
    """
    An audit under way.

    Args:
        url: what is asked for.
        policy: what the server is held against.
        asker: what asks it.
        findings: so far, by kind and what tells them apart.
        notes: sentences for the report.
        reader: an origin that reads: a trusted one where there is one.
        reads_with_credentials: whether it does so with cookies and the like.
    """

    url: URL
    policy: Policy
    asker: Asker
    findings: dict[tuple[str, str], Finding] = attrs.field(factory=dict)
    notes: dict[str, None] = attrs.field(factory=dict)
    reader: Origin | None = None
    reads_with_credentials: bool = False

    def fetch(
        self,
        origin: Origin,
        *,
        credentials: bool,
        probe: str,
        url: URL | None = None,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        use_cors_preflight: bool = False,
    ) -> Fetched:
        """
        What comes of such a fetch in each browser.

        Args:
            origin: of the page.
            credentials: whether cookies and the like go along.
            probe: what this is for, in a few words.
            url: what is asked for, if not the URL of the audit.
            method: of the request.
            headers: that script sets.
            use_cors_preflight: whether there is a preflight whatever is asked.
        """
        self.asker.probe = probe
        request = Request(
            self.url if url is None else url,
            origin=origin,
            method=method,
            headers=headers or {},
            credentials_mode="include" if credentials else "omit",
            use_cors_preflight=use_cors_preflight,
            # A server that is tried on plain http is often behind https in earnest.
            secure_context=False if self.url.scheme == "http" else None,
        )
        # Some browsers pass over the flag where there is no body, and nothing is sent with one here.
        asking = [
            browser
            for browser in BROWSERS
            if browser.preflights_for_upload_without_body or not use_cors_preflight
        ]
        return Fetched(tuple(simulate(request, self.asker, browser=browser) for browser in asking))

    def found(
        self,
        kind: str,
        text: str,
        demonstration: Outcome,
        *,
        severity: Severity | None = None,
        before: tuple[Outcome, ...] = (),
        browsers: Iterable[str] = (),
        about: str = "",
        method: str = "GET",
    ) -> None:
        """
        Record a finding, unless there is one of the kind about the same, or an answer to it is missing.

        Args:
            kind: its id.
            text: the sentence.
            demonstration: a fetch that shows it.
            severity: if other than that of the kind.
            before: fetches that come first.
            browsers: the names of those in which it happens.
            about: what tells it from others of its kind.
            method: what the fix has to allow.
        """
        if not all(map(_is_answered, (*before, demonstration))):
            return  # What shows it is not what the server does, but that nobody knows.
        entry = KINDS[kind]
        usual = entry.severity_if_inferred if self.policy.inferred else entry.severity
        finding = Finding(
            kind=entry,
            severity=usual if severity is None else severity,
            text=text,
            demonstration=demonstration,
            before=before,
            browsers=tuple(browsers),
            grant=self.grant(method),
        )
        self.findings.setdefault((kind, about), finding)

    def grant(self, method: str = "GET") -> Grant | None:
        """What the server is to be told, if that can be said."""
        return self.policy.grant(self.url.path, method=method)

    def has(self, *kinds: str) -> bool:
        """Whether there is a finding of one of *kinds*."""
        return any(kind in kinds for kind, _ in self.findings)

    def beside(self, path: str) -> URL:
        """The URL of *path* on the same origin."""
        return parse_url(path, self.url)

    @property
    def target(self) -> TupleOrigin:
        """The server's own origin."""
        return TupleOrigin(self.url.scheme, self.url.host or "", self.url.port)

    @property
    def is_private(self) -> bool:
        """Whether the target is on a machine or network that strangers cannot reach by themselves."""
        host = self.url.host or ""
        private = ("10.", "192.168.", "169.254.", *(f"172.{number}." for number in range(16, 32)))
        named = not is_ip_address(host) and (
            "." not in host or host.endswith((".internal", ".lan", ".local"))
        )
        return is_loopback(host) or named or (is_ip_address(host) and host.startswith(private))

    @property
    def trusted(self) -> tuple[TupleOrigin, ...]:
        """The trusted origins that are asked with: a few stand for many."""
        return self.policy.origins[:5]


def cookies(*, included: bool) -> str:
    """The words for a fetch with or without credentials."""
    return "with the cookies of whoever visits" if included else "without cookies"
