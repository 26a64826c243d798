"""What the browser looked for, and what it found instead: a sentence or two for each reason."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from cors_sim import _infra
from cors_sim.enums import CredentialsMode
from cors_sim.exchanges import Exchange
from cors_sim.explain import redirects
from cors_sim.explain.differences import difference
from cors_sim.explain.reasons import MEANINGS
from cors_sim.explain.words import quoted
from cors_sim.flows import Outcome
from cors_sim.verdicts import Blocked, Reason


class Found(NamedTuple):
    """
    A refusal, with what it takes to put it into words.

    Args:
        blocked: the refusal.
        exchange: whose response was refused.
        outcome: what the exchange was part of.
    """

    blocked: Blocked
    exchange: Exchange
    outcome: Outcome

    @property
    def observed(self) -> str | None:
        """What was there."""
        return self.blocked.evidence.observed

    @property
    def expected(self) -> str:
        """What would have passed."""
        return self.blocked.evidence.expected

    @property
    def with_credentials(self) -> bool:
        """Whether the request includes credentials."""
        return self.outcome.request.credentials_mode is CredentialsMode.INCLUDE


def finding(blocked: Blocked, exchange: Exchange | None, outcome: Outcome) -> str:
    """
    What the browser looked for and what it found, in a sentence or two.

    Args:
        blocked: the refusal.
        exchange: whose response was refused; None where nothing was sent.
        outcome: what the exchange was part of.
    """
    words = _WORDS.get(blocked.reason)
    if words is not None and exchange is not None:
        return words(Found(blocked, exchange, outcome))
    evidence, meaning = blocked.evidence, MEANINGS[blocked.reason]
    if evidence.observed is None or blocked.reason in _SAID_ALREADY:
        return meaning
    header = "" if evidence.header is None else f"{evidence.header}: "
    return f"{meaning} (Here: {header}{quoted(evidence.observed)}.)"


_SAID_ALREADY: Final = frozenset(
    {Reason.NO_CORS_REDIRECT_MODE, Reason.ONLY_IF_CACHED, Reason.DATA_URL_INVALID}
)


def _allow_origin_missing(found: Found) -> str:
    or_all = "" if found.with_credentials else ", or be *"
    return (
        "The answer has no Access-Control-Allow-Origin header. To share it with script in a page of "
        f"another origin, that header would have to name {_origin(found)}{or_all}."
    )


def _wildcard(found: Found) -> str:
    if not found.with_credentials:
        return (
            "The answer's Access-Control-Allow-Origin header is *. This browser reads the answer as if "
            f"credentials had gone along, and then the header has to name {found.expected} itself."
        )
    return (
        "The answer's Access-Control-Allow-Origin header is *. That lets everybody in only where no "
        "credentials go along. This request includes them (credentials mode 'include'), so the header "
        f"has to name {found.expected} itself."
    )


def _multiple(found: Found) -> str:
    return (
        f"The answer's Access-Control-Allow-Origin header says {quoted(found.observed or '')}. It has to "
        f"hold one value, {found.expected}: two of them match nothing, even where they are the same."
    )


def _mismatch(found: Found) -> str:
    observed = found.observed or ""
    says = f"The answer's Access-Control-Allow-Origin header says {quoted(observed)}"
    if found.expected == "null":
        hop = redirects.tainting(found.outcome)
        if hop is not None and found.outcome.request.origin.serialized != "null":
            return (
                f"{says}, and the request's origin is null: the redirect from {hop.request.url.origin} to "
                "another origin took the page's origin off the request."
            )
        return f"{says}, and the page's origin is null, as of every page that has none of its own."
    why = difference(observed, found.expected)
    because = "" if why is None else f" ({why})"
    return (
        f"{says}. It has to agree to the letter with the page's origin, {found.expected}, and it does "
        f"not{because}."
    )


def _credentials(found: Found) -> str:
    there = (
        "There is no such header."
        if found.observed is None
        else f"It says {quoted(found.observed)}: nothing but true counts, in small letters and once."
    )
    include = (
        "This request includes credentials"
        if found.with_credentials
        else "This browser reads the answer as if credentials had gone along"
    )
    return (
        "The answer's Access-Control-Allow-Origin header is right. "
        f"{include}, so it also has to say Access-Control-Allow-Credentials: true. {there}"
    )


def _status(found: Found) -> str:
    return (
        f"The answer has the status {found.exchange.response.status}. A preflight gives permission only "
        "with one from 200 to 299, whatever headers it has."
    )


def _redirect(found: Found) -> str:
    location = redirects.location(found.exchange)
    where = "" if location is None else f" to {location}"
    return (
        f"The answer is a redirect{where} (status {found.exchange.response.status}). Browsers follow no "
        "redirect of a preflight: it takes a status from 200 to 299."
    )


def _list_invalid(found: Found) -> str:
    kind = "methods" if found.blocked.reason is Reason.ALLOW_METHODS_INVALID else "header names"
    header = found.blocked.evidence.header
    return (
        f"The answer's {header} header says {quoted(found.observed or '')}, which "
        f"is no list of {kind} with commas between them. One item that is none spoils the list, and the "
        "permission with it."
    )


def _method(found: Found) -> str:
    looked = (
        f"The browser looked for {found.expected} in the Access-Control-Allow-Methods header of the answer"
    )
    observed = found.observed
    if observed is None:
        return f"{looked}, and there is no such header."
    words = _infra.split_on_commas(observed)
    same = [
        word for word in words if _infra.ascii_lowercase(word) == _infra.ascii_lowercase(found.expected)
    ]
    if same:
        return (
            f"{looked} and found {quoted(same[0])}: methods are compared to the letter, capitals included."
        )
    return f"{looked} and found {quoted(observed)}.{_no_wildcard(found, words)}"


def _no_wildcard(found: Found, words: list[str]) -> str:
    if "*" in words and found.with_credentials:
        return " With credentials, * stands for nothing but itself."
    return ""


def _authorization(found: Found) -> str:
    if found.observed is None:
        return _header(found)
    return (
        "The browser looked for authorization in the Access-Control-Allow-Headers header of the answer "
        f"and found {quoted(found.observed)}. A * does not cover Authorization, which has to be listed by "
        "its name."
    )


def _header(found: Found) -> str:
    looked = (
        f"The browser looked for {found.expected} in the Access-Control-Allow-Headers header of the answer"
    )
    if found.observed is None:
        return f"{looked}, and there is no such header."
    words = _infra.split_on_commas(found.observed)
    return f"{looked} and found {quoted(found.observed)}.{_no_wildcard(found, words)}"


def _no_answer(found: Found) -> str:
    status = found.exchange.response.status
    if not found.exchange.response.is_network_error:
        return f"Browsers take the status {status} for no answer at all."
    return (
        "The connection came to nothing: a wrong name or port, a server that is down or hangs up, a "
        "certificate that is not trusted, or something between. CORS was not asked."
    )


def _preflight_no_answer(found: Found) -> str:
    return f"It got no answer. {_no_answer(found)}"


def _resource_policy(found: Found) -> str:
    said = "same-origin" if found.observed is None else found.observed
    return (
        f"The answer says Cross-Origin-Resource-Policy: {said}, which keeps it from being embedded in "
        "pages of other origins, or sites. That is asked of every answer in mode 'no-cors', and is no "
        "part of CORS."
    )


def _embedder_policy(_: Found) -> str:
    return (
        "The page's own Cross-Origin-Embedder-Policy lets in nothing from other origins that does not "
        "say in a Cross-Origin-Resource-Policy header that it may be embedded. This answer has no such "
        "header. That is no part of CORS."
    )


def _type(found: Found) -> str:
    observed = found.observed
    says = "has no Content-Type" if observed is None else f"says Content-Type: {quoted(observed)}"
    return f"The answer {says}, which is not what was asked for. That is no part of CORS."


def _location(found: Found) -> str:
    return f"{MEANINGS[found.blocked.reason]} It says Location: {quoted(found.observed or '')}."


def _origin(found: Found) -> str:
    if found.expected != "null":
        return found.expected
    return "null, which is all that this request says of its origin"


_Words = Callable[[Found], str]

_WORDS: Final[Mapping[Reason, _Words]] = MappingProxyType(
    {
        Reason.ALLOW_ORIGIN_MISSING: _allow_origin_missing,
        Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS: _wildcard,
        Reason.ALLOW_ORIGIN_MULTIPLE_VALUES: _multiple,
        Reason.ALLOW_ORIGIN_MISMATCH: _mismatch,
        Reason.ALLOW_CREDENTIALS_MISSING: _credentials,
        Reason.ALLOW_CREDENTIALS_NOT_TRUE: _credentials,
        Reason.PREFLIGHT_ALLOW_ORIGIN_MISSING: _allow_origin_missing,
        Reason.PREFLIGHT_ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS: _wildcard,
        Reason.PREFLIGHT_ALLOW_ORIGIN_MULTIPLE_VALUES: _multiple,
        Reason.PREFLIGHT_ALLOW_ORIGIN_MISMATCH: _mismatch,
        Reason.PREFLIGHT_ALLOW_CREDENTIALS_MISSING: _credentials,
        Reason.PREFLIGHT_ALLOW_CREDENTIALS_NOT_TRUE: _credentials,
        Reason.PREFLIGHT_STATUS_NOT_OK: _status,
        Reason.PREFLIGHT_REDIRECT: _redirect,
        Reason.PREFLIGHT_NETWORK_ERROR: _preflight_no_answer,
        Reason.ALLOW_METHODS_INVALID: _list_invalid,
        Reason.ALLOW_HEADERS_INVALID: _list_invalid,
        Reason.METHOD_NOT_ALLOWED: _method,
        Reason.AUTHORIZATION_NOT_LISTED: _authorization,
        Reason.HEADER_NOT_ALLOWED: _header,
        Reason.NETWORK_ERROR: _no_answer,
        Reason.RESOURCE_POLICY: _resource_policy,
        Reason.EMBEDDER_POLICY: _embedder_policy,
        Reason.MIME_TYPE: _type,
        Reason.NOSNIFF: _type,
        Reason.REDIRECT_LOCATION_INVALID: _location,
        Reason.REDIRECT_SCHEME_NOT_HTTP: _location,
        Reason.REDIRECT_URL_INCLUDES_CREDENTIALS: _location,
    }
)
