"""
Verdicts: what is decided, why, at which step of which standard, and on what evidence.

`Reason` is a closed set of stable strings: JSON, the command line and the documentation use the same.
"""

from enum import StrEnum
from typing import Final, Literal

import attrs

from cors_sim._value import Value


class Reason(StrEnum):
    """Why script cannot read a response. Values are never renamed; `docs/reference/reasons.md` has each."""

    # The CORS check of the actual response (or of a redirect on the way to it).
    ALLOW_ORIGIN_MISSING = "allow-origin-missing"
    ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS = "allow-origin-wildcard-with-credentials"
    ALLOW_ORIGIN_MULTIPLE_VALUES = "allow-origin-multiple-values"
    ALLOW_ORIGIN_MISMATCH = "allow-origin-mismatch"
    ALLOW_CREDENTIALS_MISSING = "allow-credentials-missing"
    ALLOW_CREDENTIALS_NOT_TRUE = "allow-credentials-not-true"

    # The CORS-preflight fetch.
    PREFLIGHT_ALLOW_ORIGIN_MISSING = "preflight-allow-origin-missing"
    PREFLIGHT_ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS = "preflight-allow-origin-wildcard-with-credentials"
    PREFLIGHT_ALLOW_ORIGIN_MULTIPLE_VALUES = "preflight-allow-origin-multiple-values"
    PREFLIGHT_ALLOW_ORIGIN_MISMATCH = "preflight-allow-origin-mismatch"
    PREFLIGHT_ALLOW_CREDENTIALS_MISSING = "preflight-allow-credentials-missing"
    PREFLIGHT_ALLOW_CREDENTIALS_NOT_TRUE = "preflight-allow-credentials-not-true"
    PREFLIGHT_REDIRECT = "preflight-redirect"
    PREFLIGHT_STATUS_NOT_OK = "preflight-status-not-ok"
    PREFLIGHT_NETWORK_ERROR = "preflight-network-error"
    ALLOW_METHODS_INVALID = "allow-methods-invalid"
    ALLOW_HEADERS_INVALID = "allow-headers-invalid"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    AUTHORIZATION_NOT_LISTED = "authorization-not-listed"
    HEADER_NOT_ALLOWED = "header-not-allowed"

    # Before anything is sent.
    BAD_PORT = "bad-port"
    MIXED_CONTENT = "mixed-content"
    SAME_ORIGIN_MODE = "same-origin-mode"
    NO_CORS_REDIRECT_MODE = "no-cors-redirect-mode"
    SCHEME_NOT_HTTP = "scheme-not-http"
    DATA_URL_INVALID = "data-url-invalid"
    KEEPALIVE_BODY_TOO_LARGE = "keepalive-body-too-large"
    ONLY_IF_CACHED = "only-if-cached"

    # Redirects.
    REDIRECT_MODE_ERROR = "redirect-mode-error"
    REDIRECT_LOCATION_INVALID = "redirect-location-invalid"
    REDIRECT_SCHEME_NOT_HTTP = "redirect-scheme-not-http"
    REDIRECT_LIMIT = "redirect-limit"
    REDIRECT_URL_INCLUDES_CREDENTIALS = "redirect-url-includes-credentials"
    REDIRECT_BODY_WITHOUT_SOURCE = "redirect-body-without-source"
    REDIRECT_NOT_FOLLOWED = "redirect-not-followed"

    # Checks of the response that are not CORS.
    NETWORK_ERROR = "network-error"
    RESOURCE_POLICY = "resource-policy"
    EMBEDDER_POLICY = "embedder-policy"
    MIME_TYPE = "mime-type"
    NOSNIFF = "nosniff"

    # The fetch went through, and script can read nothing of it.
    OPAQUE_RESPONSE = "opaque-response"
    OPAQUE_REDIRECT = "opaque-redirect"


@attrs.frozen(repr=False)
class Step(Value):
    """
    A step of an algorithm in a standard.

    Args:
        algorithm: the algorithm's name, as ``CORS check``.
        number: the step, dotted where nested (``7.5``).
        url: the algorithm's address in the standard.
    """

    algorithm: str
    number: str
    url: str

    def __str__(self) -> str:
        return f"{self.algorithm}, step {self.number}"


class Algorithm:
    """
    An algorithm in a standard, which its steps are cited from.

    Args:
        name: as the standard calls it.
        url: its address there.
    """

    __slots__ = ("_steps", "name", "url")

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self.url = url
        self._steps: dict[str, Step] = {}

    def step(self, number: str) -> Step:
        """The step of that number."""
        step = self._steps.get(number)
        if step is None:
            step = self._steps[number] = Step(self.name, number, self.url)
        return step


@attrs.frozen(repr=False)
class Evidence(Value):
    """
    What a decision rests on, in one shape for all.

    Args:
        header: the header in question, or None where it is no header (a URL, a status).
        observed: what was there; None where nothing was.
        expected: what would have passed, as a value or a short phrase.
    """

    header: str | None
    observed: str | None
    expected: str


@attrs.frozen(repr=False)
class Allowed(Value):
    """Script can read the response. True in a boolean context, as nothing else is."""

    @property
    def allowed(self) -> Literal[True]:
        """Always True."""
        return True

    @property
    def reason(self) -> None:
        """Always None: nothing stood in the way."""

    @property
    def step(self) -> None:
        """Always None."""

    @property
    def evidence(self) -> None:
        """Always None."""

    def __bool__(self) -> Literal[True]:
        return True


@attrs.frozen(repr=False)
class Opaque(Value):
    """The fetch went through, and script can read nothing of the response."""

    reason: Reason
    step: Step
    evidence: Evidence

    @property
    def allowed(self) -> Literal[False]:
        """Always False: there is nothing to read."""
        return False

    def __bool__(self) -> Literal[False]:
        return False


@attrs.frozen(repr=False)
class Blocked(Value):
    """A network error: script learns that the fetch failed, and nothing else."""

    reason: Reason
    step: Step
    evidence: Evidence

    @property
    def allowed(self) -> Literal[False]:
        """Always False."""
        return False

    def __bool__(self) -> Literal[False]:
        return False


Verdict = Allowed | Opaque | Blocked

ALLOWED: Final = Allowed()
"""The one `Allowed`: nothing is built to say yes."""


@attrs.frozen(repr=False)
class TraceStep(Value):
    """
    One step that was taken, for those who asked to see them.

    Args:
        step: where in the standard.
        evidence: what was compared with what.
        passed: whether the fetch went on from here (True) or ended in a network error (False).
        note: what was decided, in a short phrase.
    """

    step: Step
    evidence: Evidence
    passed: bool
    note: str


class Trace:
    """Collects `TraceStep` while algorithms run; they take ``Trace | None`` and do nothing for None."""

    __slots__ = ("steps",)

    def __init__(self) -> None:
        self.steps: list[TraceStep] = []

    def passed(self, step: Step, evidence: Evidence, note: str) -> None:
        """Record a step that let the fetch go on."""
        self.steps.append(TraceStep(step, evidence, passed=True, note=note))

    def failed(self, blocked: Blocked) -> None:
        """Record the step that ended the fetch."""
        self.steps.append(TraceStep(blocked.step, blocked.evidence, passed=False, note=blocked.reason))
