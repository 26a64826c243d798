"""What other responses of the same server do: errors, redirects, ``HEAD``, and what a cache keeps."""

from collections.abc import Iterable
from typing import Final

from cors_sim.audit.examination import Examination, Fetched
from cors_sim.audit.probe_origins import UNRELATED
from cors_sim.audit.severity import Severity
from cors_sim.enums import CredentialsMode
from cors_sim.flows import Outcome, simulate
from cors_sim.origins import Origin, TupleOrigin
from cors_sim.requests import HTTPRequest, Request
from cors_sim.responses import REDIRECT_STATUSES, Response
from cors_sim.urls import URL

MISSING_PATH: Final = "/cors-sim-audit-no-such-page"
LIKELY_PATHS: Final = (
    "/error",
    "/500",
    "/boom",
    "/crash",
    "/fail",
    "/401",
    "/login",
    "/private",
    "/admin",
    "/redirect",
)
"""Where applications often have responses other than 200; what is not there costs one request each."""

_HEURISTICALLY_CACHEABLE: Final = frozenset({200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501})
"""Spec: https://www.rfc-editor.org/rfc/rfc9110#section-15.1"""


def other_responses(examination: Examination, also: Iterable[URL]) -> None:
    """Errors and redirects: whether trusted pages can read them, and no others."""
    missing = examination.beside(MISSING_PATH)
    told = list(also)
    for url in (*told, missing, *map(examination.beside, LIKELY_PATHS)):
        if examination.asker.exhausted:
            return
        _other_response(examination, url, is_told=url in told)


def _other_response(examination: Examination, url: URL, *, is_told: bool) -> None:
    policy = examination.policy
    origin = examination.reader or next(iter(examination.trusted), UNRELATED.origin)
    probe = f"other responses: {url.path}"
    fetched = examination.fetch(origin, credentials=policy.credentials, url=url, probe=probe)
    answer = fetched.answer
    if answer is None:
        return
    is_missing = url.path == MISSING_PATH
    if answer.status == 404 and not (is_missing or is_told):
        return
    if answer.has_ok_status and not is_told:
        # Another resource, of which nobody has said who may read it: but surely not a stranger.
        if is_missing:
            return
    elif fetched.reads is None and examination.reader is not None:
        _unreadable(examination, url, fetched, answer)
    _leak(examination, url, answer)


def _unreadable(examination: Examination, url: URL, fetched: Fetched, answer: Response) -> None:
    if answer.status in REDIRECT_STATUSES:
        if len(fetched.own.exchanges) > 1:
            return  # The redirect passed: what is behind it is another matter.
        kind, what = "redirect-without-headers", f"the redirect ({answer.status})"
    else:
        kind, what = "error-without-headers", f"status {answer.status}"
    examination.found(
        kind,
        f"Script of {examination.reader} reads GET {examination.url}, and cannot tell {what} of GET {url} "
        "from a broken connection.",
        fetched.own,
        about=str(answer.status),
    )


def _leak(examination: Examination, url: URL, answer: Response) -> None:
    """Whether a stranger reads this response, and not the one that the audit is of."""
    if examination.policy.is_public or examination.has("any-origin-with-credentials"):
        return
    for credentials in (True, False):
        if not credentials and examination.has("any-origin"):
            return
        fetched = examination.fetch(
            UNRELATED.origin, credentials=credentials, url=url, probe=f"leak: {url.path}"
        )
        if fetched.reads is not None:
            how = "with the cookies of whoever visits" if credentials else "without cookies"
            kind = "error-leaks"
            severity = Severity.HIGH if credentials else None
            if not credentials and not answer.has_ok_status:
                severity = Severity.LOW  # Anybody can ask for an error that is nobody's.
            if not credentials and answer.has_ok_status and examination.policy.inferred:
                severity = Severity.INFO
            examination.found(
                kind,
                f"Script of {UNRELATED.origin} reads, {how}, the answer ({answer.status}) to GET {url}: "
                f"that is {UNRELATED.who}.",
                fetched.reads,
                severity=severity,
                about=str(answer.status),
                browsers=fetched.readers,
            )
            return


def head(examination: Examination) -> None:
    """Whether script that may ``GET`` may ``HEAD``."""
    if examination.reader is None:
        return
    credentials = examination.policy.credentials
    fetched = examination.fetch(examination.reader, credentials=credentials, method="HEAD", probe="HEAD")
    if fetched.reads is None and fetched.answer is not None and fetched.answer.status < 400:
        examination.found(
            "head-differs",
            f"Script of {examination.reader} can read GET {examination.url}, and not HEAD.",
            fetched.own,
        )


def without_origin(examination: Examination) -> Response | None:
    """What is answered to those who send no ``Origin``, as the server's own pages."""
    own = examination.url.origin
    if not isinstance(own, TupleOrigin):
        return None
    fetched = examination.fetch(own, credentials=True, probe="no Origin")
    answer = fetched.answer
    if answer is None:
        return None
    value = answer.headers.get("access-control-allow-origin")
    if value is not None and value != "*":
        examination.found(
            "headers-without-origin",
            f"A page of {own} itself, which sends no Origin, is answered with "
            f"Access-Control-Allow-Origin: {value}.",
            fetched.own,
        )
    return answer


def caching(examination: Examination) -> None:
    """
    Whether a shared cache can give one page the answer that was for another.

    Shown by a sequence: one page asks, the answer is kept, the other page gets that.
    """
    trusted = examination.reader
    stranger = without_origin(examination)
    if trusted is None:
        return
    credentials = examination.policy.credentials
    theirs = examination.fetch(trusted, credentials=credentials, probe="cache: trusted")
    others = examination.fetch(UNRELATED.origin, credentials=credentials, probe="cache: any page")
    own = theirs.answer
    sources: list[tuple[str, Response | None, Outcome | None]] = [
        (str(UNRELATED.origin), others.answer, others.own),
        ("a page of the server's own, or who types the address", stranger, None),
    ]
    for who, kept, before in sources:
        if own is None or kept is None or not _differ(own, kept):
            continue
        if _may_be_kept(kept):
            _broken(examination, trusted, kept, who, before)
        elif _may_be_kept(own):
            _leaking(examination, own, theirs.own)
        if examination.has("vary-missing"):
            return
    second = next(iter(examination.trusted[1:]), None)
    if own is not None and second is not None and _may_be_kept(own):
        _broken(examination, second, own, str(trusted), theirs.own)


def _differ(one: Response, other: Response) -> bool:
    names = ("access-control-allow-origin", "access-control-allow-credentials")
    return any(one.headers.get(name) != other.headers.get(name) for name in names)


def _may_be_kept(response: Response) -> bool:
    """Whether a shared cache may keep *response* and give it whoever asks, whatever the ``Origin``."""
    vary = response.headers.get_decode_and_split("vary") or []
    if any(item in {"*", "origin", "Origin", "ORIGIN"} for item in vary):
        return False
    directives = _directives(response)
    return response.status in _HEURISTICALLY_CACHEABLE and directives.isdisjoint({"no-store", "private"})


def _directives(response: Response) -> set[str]:
    items = response.headers.get_decode_and_split("cache-control") or []
    return {item.partition("=")[0] for item in items}


def _severity(kept: Response) -> Severity:
    is_explicit = not _directives(kept).isdisjoint({"public", "max-age", "s-maxage"})
    return Severity.MEDIUM if is_explicit or "expires" in kept.headers else Severity.LOW


def _broken(
    examination: Examination, victim: Origin, kept: Response, who: str, before: Outcome | None
) -> None:
    outcome = _from_cache(examination, victim, kept)
    if not outcome.verdict.allowed:
        examination.found(
            "vary-missing",
            f"Where a shared cache keeps the answer to GET {examination.url} that was for {who}, script of "
            f"{victim}, which is trusted, gets that and cannot read it.",
            outcome,
            severity=_severity(kept),
            before=() if before is None else (before,),
        )


def _leaking(examination: Examination, kept: Response, before: Outcome) -> None:
    outcome = _from_cache(examination, UNRELATED.origin, kept)
    if outcome.verdict.allowed:
        examination.found(
            "vary-missing",
            f"Where a shared cache keeps the answer to GET {examination.url} that was for a trusted page, "
            f"script of {UNRELATED.origin} gets that and reads it.",
            outcome,
            severity=Severity.MEDIUM,
            before=(before,),
        )


def _from_cache(examination: Examination, origin: Origin, kept: Response) -> Outcome:
    """What script of *origin* gets where a cache answers with *kept*."""

    def cache(_request: HTTPRequest) -> Response:
        return kept

    include = examination.policy.credentials
    request = Request(
        examination.url,
        origin=origin,
        credentials_mode=CredentialsMode.INCLUDE if include else CredentialsMode.OMIT,
        secure_context=False if examination.url.scheme == "http" else None,
    )
    return simulate(request, cache)
