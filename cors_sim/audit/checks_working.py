"""Whether the policy works: trusted pages read what they are meant to, with what they are meant to send."""

from typing import Final

from cors_sim import _infra
from cors_sim.audit.examination import Examination, Fetched, was_sent
from cors_sim.audit.severity import Severity
from cors_sim.explain.reasons import MEANINGS
from cors_sim.flows import Outcome
from cors_sim.origins import Origin, TupleOrigin
from cors_sim.standard.methods import is_cors_safelisted_method
from cors_sim.verdicts import Reason

_OF_WHAT_IS_ASKED: Final = {
    Reason.METHOD_NOT_ALLOWED,
    Reason.ALLOW_METHODS_INVALID,
    Reason.HEADER_NOT_ALLOWED,
    Reason.AUTHORIZATION_NOT_LISTED,
    Reason.ALLOW_HEADERS_INVALID,
}
_TWO: Final = ("access-control-allow-origin", "access-control-allow-credentials")


def trusted_readers(examination: Examination) -> None:
    """Let each trusted page read; sets who reads for the checks behind this one."""
    policy = examination.policy
    blocked: list[Fetched] = []
    for origin in examination.trusted:
        fetched = _read(examination, origin, credentials=policy.credentials)
        if fetched.reads is None:
            blocked.append(fetched)
        elif examination.reader is None:
            examination.reader, examination.reads_with_credentials = origin, policy.credentials
        if len(fetched.readers) not in {0, len(fetched.outcomes)}:
            _differ(examination, fetched)
    for fetched in blocked:
        _blocked(examination, fetched.own, nobody=examination.reader is None)
    if not policy.credentials and not policy.is_public and examination.reader is not None:
        fetched = _read(examination, examination.reader, credentials=True)
        if fetched.reads is not None:
            examination.found(
                "credentials-not-asked-for",
                f"Script of {examination.reader} reads GET {examination.url} with cookies as well, "
                "and the policy is without.",
                fetched.reads,
                browsers=fetched.readers,
            )
    for origin in policy.origins:
        if origin.scheme == "http" and examination.url.scheme == "https":
            fetched = _read(examination, origin, credentials=policy.credentials)
            if fetched.reads is not None:
                examination.found(
                    "insecure-trusted-origin",
                    f"Whoever is on the network between a visitor and {origin} writes script that "
                    f"reads GET {examination.url}.",
                    fetched.reads,
                    about=origin.serialized,
                    browsers=fetched.readers,
                )


def _read(examination: Examination, origin: Origin, *, credentials: bool) -> Fetched:
    return examination.fetch(origin, credentials=credentials, probe=f"trusted: {origin}")


def _differ(examination: Examination, fetched: Fetched) -> None:
    blocked = next(outcome for outcome in fetched.outcomes if not outcome.verdict.allowed)
    examination.found(
        "browsers-differ",
        f"Script of {blocked.request.origin} reads {blocked.request.method} {blocked.request.url} in "
        f"{', '.join(fetched.readers)}, and not in {blocked.browser.name}.",
        blocked,
        browsers=fetched.readers,
    )


def _blocked(examination: Examination, outcome: Outcome, *, nobody: bool) -> None:
    """Say why a trusted page cannot read, by the kind that says most."""
    reason, origin = outcome.verdict.reason, outcome.request.origin
    if reason is None or any(exchange.response.is_network_error for exchange in outcome.exchanges):
        examination.notes[f"There was no answer for {origin}: see the problems."] = None
        return
    text = f"Script of {origin}, which is trusted, cannot read GET {examination.url}. {MEANINGS[reason]}"
    if reason is Reason.ALLOW_ORIGIN_MISMATCH and _is_case_alone(outcome):
        text += " The two differ in capitals alone, and browsers write hosts in lower case."
    if reason is Reason.ALLOW_ORIGIN_MULTIPLE_VALUES:
        examination.found("multiple-values", text, outcome)
    elif reason is Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS:
        examination.found("wildcard-with-credentials", text, outcome)
    if nobody:
        examination.found("works-for-nobody", text, outcome)
    else:
        examination.found("trusted-origin-blocked", text, outcome, about=origin.serialized)


def _is_case_alone(outcome: Outcome) -> bool:
    evidence = outcome.verdict.evidence
    observed = "" if evidence is None else evidence.observed or ""
    return _infra.ascii_lowercase(observed) == outcome.request.origin.serialized


def wildcard_with_credentials(examination: Examination) -> None:
    """``*`` together with ``Access-Control-Allow-Credentials: true``, which no browser accepts."""
    for origin in examination.trusted[:1]:
        fetched = _read(examination, origin, credentials=True)
        answer = fetched.answer
        said = ("", "") if answer is None else tuple(map(answer.headers.get, _TWO))
        if said == ("*", "true"):
            examination.found(
                "wildcard-with-credentials",
                f"GET {examination.url} is answered with '*' and Access-Control-Allow-Credentials: true, "
                f"which together let no page read with cookies: script of {origin} cannot.",
                fetched.own,
            )


def preflights(examination: Examination) -> None:
    """Whether preflights allow what the policy asks for, and agree with the actual responses."""
    for origin in examination.trusted[:1]:
        asked = _asked(examination, origin)
        refused = {what: fetched for what, fetched in asked.items() if fetched.sends is None}
        reasons = {fetched.own.verdict.reason for fetched in refused.values()}
        if asked and len(refused) == len(asked) and reasons.isdisjoint(_OF_WHAT_IS_ASKED):
            # Whatever is asked: then it is not about what is asked.
            _disagreement(examination, next(iter(refused.values())), severity=None)
            continue
        for what, fetched in asked.items():
            _refused(examination, fetched, what)
        if asked:
            continue
        fetched = examination.fetch(
            origin,
            credentials=examination.policy.credentials,
            probe="preflight",
            use_cors_preflight=True,
        )
        # A server that is only read works without preflights.
        _disagreement(examination, fetched, severity=Severity.INFO)


def _asked(examination: Examination, origin: TupleOrigin) -> dict[tuple[str, str], Fetched]:
    """What comes of each method and header that the policy asks for and browsers ask leave for."""
    policy = examination.policy
    found: dict[tuple[str, str], Fetched] = {}
    methods = [method for method in policy.methods or () if not is_cors_safelisted_method(method)]
    for method in methods:
        found["method-not-granted", method] = examination.fetch(
            origin, credentials=policy.credentials, method=method, probe=f"policy: {method}"
        )
    # Headers go with what is allowed: of GET with one of them the policy says nothing.
    method = [*methods, *(policy.methods or ()), "GET"][0]
    for name in policy.headers or ():
        headers = {name: _value_that_needs_leave(name)}
        found["header-not-granted", name] = examination.fetch(
            origin, credentials=policy.credentials, method=method, headers=headers, probe=f"policy: {name}"
        )
    return found


def _value_that_needs_leave(name: str) -> str:
    return "application/json" if _infra.ascii_lowercase(name) == "content-type" else "cors-sim"


def _disagreement(examination: Examination, fetched: Fetched, *, severity: Severity | None) -> None:
    """Whether the preflight of *fetched* says other than the actual response of the resource does."""
    own, request = fetched.own, fetched.own.request
    reason = own.verdict.reason
    if fetched.preflight is None or reason is None:
        return
    if fetched.sends is None and examination.reader == request.origin:
        examination.found(
            "preflight-disagrees",
            f"Script of {request.origin} reads GET {examination.url}, and nothing that needs a preflight. "
            f"{MEANINGS[reason]}",
            own,
            severity=severity,
        )
    elif fetched.sends is not None and examination.reader is None:
        examination.found(
            "preflight-disagrees",
            f"The preflight allows script of {request.origin} what it cannot read then: "
            f"{request.method} {examination.url}.",
            fetched.sends,
            severity=severity,
        )


def _refused(examination: Examination, fetched: Fetched, asked: tuple[str, str]) -> None:
    kind, what = asked
    refused = next((outcome for outcome in fetched.outcomes if not was_sent(outcome)), None)
    if refused is None or refused.verdict.reason is None or fetched.preflight is None:
        if examination.reader is None:
            _disagreement(examination, fetched, severity=None)
        return
    request = refused.request
    if fetched.sends is not None:
        examination.found(
            "browsers-differ",
            f"Script of {request.origin} may use {what} in some browsers, and not in "
            f"{refused.browser.name}. {MEANINGS[refused.verdict.reason]}",
            refused,
            about=what,
        )
    else:
        examination.found(
            kind,
            f"Script of {request.origin} cannot use {what} on {examination.url}, as the policy has it. "
            f"{MEANINGS[refused.verdict.reason]}",
            fetched.own,
            about=what,
            method=request.method,
        )
