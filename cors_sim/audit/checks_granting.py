"""What is granted to trusted pages that nobody asked for, and what is said where nobody listens."""

import re
from typing import Final

from cors_sim import _infra
from cors_sim.audit.examination import Examination, Fetched
from cors_sim.browsers import BROWSERS
from cors_sim.headers import sorted_lowercase_set
from cors_sim.verdicts import Reason

MADE_UP_METHOD: Final = "CORSSIM"
MADE_UP_HEADER: Final = "x-cors-sim-probe"
OFTEN_TOO_MUCH: Final = ("PUT", "PATCH", "DELETE")

_SECRET_NAMES: Final = re.compile(
    r"(?:.*[-_])?(?:authorization|token|secret|password|api-?key|session(?:-?id)?|credentials?|jwt)"
)
_ON_PREFLIGHTS_ALONE: Final = (
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
)


def excess(examination: Examination) -> None:
    """Methods and headers that are granted and not asked for."""
    if examination.reader is None or examination.policy.is_public:
        return
    _excess_methods(examination)
    _excess_headers(examination)


def _ask(examination: Examination, what: str, method: str = "GET", header: str | None = None) -> Fetched:
    return examination.fetch(
        examination.reader,  # type: ignore[arg-type]  # asked for by callers that know there is one
        credentials=examination.reads_with_credentials,
        method=method,
        headers=None if header is None else {header: "cors-sim"},
        probe=f"excess: {what}",
    )


def _excess_methods(examination: Examination) -> None:
    policy = examination.policy
    fetched = _ask(examination, MADE_UP_METHOD, method=MADE_UP_METHOD)
    if fetched.sends is not None:
        examination.found(
            "any-method",
            f"Script of {examination.reader} can send any method to {examination.url}: "
            f"a preflight allows {MADE_UP_METHOD}, which does not exist.",
            fetched.sends,
        )
        return
    _hidden_cause(examination, fetched)
    if policy.methods is None:
        return
    granted = {}
    for method in OFTEN_TOO_MUCH:
        if method not in policy.methods:
            fetched = _ask(examination, method, method=method)
            if fetched.sends is not None:
                granted[method] = fetched.sends
    if granted:
        examination.found(
            "excess-methods",
            f"Script of {examination.reader} can send {', '.join(granted)} to {examination.url}, "
            "which the policy does not ask for.",
            next(iter(granted.values())),
        )


def _hidden_cause(examination: Examination, refused: Fetched) -> None:
    """A preflight that is refused for the method, and says so by its status."""
    if refused.own.verdict.reason is not Reason.PREFLIGHT_STATUS_NOT_OK or refused.preflight is None:
        return
    working = examination.fetch(
        examination.reader,  # type: ignore[arg-type]  # there is one
        credentials=examination.reads_with_credentials,
        probe="preflight: status",
        use_cors_preflight=True,
    )
    if working.sends is not None:
        examination.found(
            "preflight-hides-cause",
            f"Script of {examination.reader} that uses a method which is not allowed is told of status "
            f"{refused.preflight.status}, and not that it is the method.",
            refused.own,
        )


def _excess_headers(examination: Examination) -> None:
    policy = examination.policy
    fetched = _ask(examination, MADE_UP_HEADER, header=MADE_UP_HEADER)
    if fetched.sends is not None:
        examination.found(
            "any-header",
            f"Script of {examination.reader} can set any request header on {examination.url}: "
            f"a preflight allows {MADE_UP_HEADER}, which does not exist.",
            fetched.sends,
        )
    elif policy.headers is not None and "authorization" not in sorted_lowercase_set(policy.headers):
        fetched = _ask(examination, "Authorization", header="Authorization")
        if fetched.sends is not None:
            examination.found(
                "excess-headers",
                f"Script of {examination.reader} can set Authorization on {examination.url}, "
                "which the policy does not ask for.",
                fetched.sends,
            )


def exposed(examination: Examination) -> None:
    """Headers that script can read, and whose names say that they are secret."""
    if examination.reader is None:
        return
    fetched = examination.fetch(
        examination.reader, credentials=examination.reads_with_credentials, probe="exposed headers"
    )
    outcome = fetched.own
    names = [
        name
        for name in sorted_lowercase_set(outcome.response.headers.names())
        if _SECRET_NAMES.fullmatch(name)
    ]
    if names:
        examination.found(
            "exposed-secrets",
            f"Script of {examination.reader} reads {', '.join(names)} in the answer to "
            f"GET {examination.url}.",
            outcome,
            browsers=fetched.readers,
        )


def misplaced(examination: Examination) -> None:
    """Headers where browsers ignore them, and times that they cut."""
    origin = examination.reader
    if origin is None:
        return
    fetched = examination.fetch(
        origin,
        credentials=examination.reads_with_credentials,
        probe="preflight: headers",
        use_cors_preflight=True,
    )
    _wrong_place(examination, fetched)
    preflight = fetched.preflight
    if preflight is None:
        return
    said = preflight.headers.extract_values("Access-Control-Max-Age")
    if said is None:
        return
    text = preflight.headers.get("Access-Control-Max-Age")
    if said == "failure":
        kind, about = "max-age-unreadable", "browsers keep it for five seconds"
        if text is not None and _infra.is_ascii_digits(text.removeprefix("-")):
            return
    else:
        limits = {browser.name: browser.max_age_limit for browser in BROWSERS if browser.max_age_limit}
        cut = [name for name, limit in limits.items() if _infra.decimal(said[0]) > limit]
        # A day is what everybody writes: no more is worth a word.
        if len(cut) < len(limits) or not cut:
            return
        kept = ", ".join(f"{name} {limit:g}" for name, limit in limits.items())
        kind, about = "max-age-beyond-browsers", f"seconds that browsers keep at most: {kept}"
    examination.found(
        kind,
        f"The preflight of {origin} is answered with Access-Control-Max-Age: {text}; {about}.",
        fetched.own,
    )


def _wrong_place(examination: Examination, fetched: Fetched) -> None:
    wrong = []
    if fetched.answer is not None:
        wrong += [name for name in _ON_PREFLIGHTS_ALONE if name in fetched.answer.headers]
    if fetched.preflight is not None and "Access-Control-Expose-Headers" in fetched.preflight.headers:
        wrong.append("Access-Control-Expose-Headers")
    if wrong:
        examination.found(
            "headers-on-wrong-response",
            f"Browsers ignore {', '.join(wrong)} where script of {examination.reader} gets them.",
            fetched.own,
        )
