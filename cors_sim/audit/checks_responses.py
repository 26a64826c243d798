"""What other responses of the same server do: errors, redirects, and those to ``HEAD``."""

from collections.abc import Iterable
from typing import Final

from cors_sim.audit.examination import Examination, Fetched, cookies
from cors_sim.audit.probe_origins import UNRELATED
from cors_sim.audit.severity import Severity
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
    credentials = policy.credentials if examination.reader is None else examination.reads_with_credentials
    fetched = examination.fetch(origin, credentials=credentials, url=url, probe=probe)
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
            kind = "error-leaks"
            severity = Severity.HIGH if credentials else None
            if not credentials and not answer.has_ok_status:
                severity = Severity.LOW  # Anybody can ask for an error that is nobody's.
            if not credentials and answer.has_ok_status and examination.policy.inferred:
                severity = Severity.INFO
            examination.found(
                kind,
                f"Any page on the Web can have script of {UNRELATED.origin} read the answer "
                f"({answer.status}) to GET {url}, {cookies(included=credentials)}.",
                fetched.reads,
                severity=severity,
                about=str(answer.status),
                browsers=fetched.readers,
            )
            return


def head(examination: Examination) -> None:
    """Whether those who may ``GET`` may ``HEAD``, and nobody else."""
    reader = examination.reader
    if reader is None:
        return
    credentials = examination.reads_with_credentials
    fetched = examination.fetch(reader, credentials=credentials, method="HEAD", probe="HEAD")
    if fetched.reads is None and fetched.answer is not None:
        error = fetched.answer.status >= 400
        examination.found(
            "error-without-headers" if error else "head-differs",
            f"Script of {reader} can read GET {examination.url}, and not HEAD ({fetched.answer.status}).",
            fetched.own,
            about=str(fetched.answer.status) if error else "",
        )
    strangers = examination.fetch(
        UNRELATED.origin, credentials=credentials, method="HEAD", probe="HEAD: any page"
    )
    if strangers.reads is not None and not examination.has("any-origin", "any-origin-with-credentials"):
        if examination.policy.is_public:
            return
        examination.found(
            "head-differs",
            f"Any page on the Web can have script of {UNRELATED.origin} read the headers of "
            f"{examination.url} with HEAD, {cookies(included=credentials)}, and not with GET.",
            strangers.reads,
            severity=Severity.MEDIUM if credentials else None,
            browsers=strangers.readers,
            about="strangers",
        )
