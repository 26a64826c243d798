"""Whether the policy works: trusted pages read what they are meant to, with what they are meant to send."""

from typing import Final

from cors_sim import _infra
from cors_sim.audit.examination import Examination, Fetched
from cors_sim.audit.severity import Severity
from cors_sim.explain.reasons import MEANINGS
from cors_sim.flows import Outcome
from cors_sim.origins import TupleOrigin
from cors_sim.standard.methods import is_cors_safelisted_method
from cors_sim.verdicts import Reason

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


def _read(examination: Examination, origin: object, *, credentials: bool) -> Fetched:
    return examination.fetch(
        origin,  # type: ignore[arg-type]  # an origin of the policy, or who reads
        credentials=credentials,
        probe=f"trusted: {origin}",
    )


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
    if reason is None or reason in {Reason.NETWORK_ERROR, Reason.PREFLIGHT_NETWORK_ERROR}:
        if outcome.exchanges and outcome.exchanges[-1].response.is_network_error:
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
    policy = examination.policy
    for origin in examination.trusted[:1]:
        fetched = examination.fetch(
            origin,
            credentials=policy.credentials,
            probe="preflight: agreement",
            use_cors_preflight=True,
        )
        asks = bool(policy.headers) or not all(map(is_cors_safelisted_method, policy.methods or ()))
        _agreement(examination, origin, fetched, asks=asks)
        if fetched.sends is not None:
            _granted(examination, origin)


def _agreement(examination: Examination, origin: TupleOrigin, fetched: Fetched, *, asks: bool) -> None:
    preflight, own = fetched.preflight, fetched.own
    if (
        fetched.sends is None
        and examination.reader == origin
        and preflight is not None
        and own.verdict.reason
    ):
        # A server that is only read works without preflights.
        usual = None if asks else Severity.INFO
        examination.found(
            "preflight-disagrees",
            f"Script of {origin} reads GET {examination.url}, and nothing that needs a preflight: "
            f"{MEANINGS[own.verdict.reason]}",
            own,
            severity=usual,
        )
    elif fetched.sends is not None and examination.reader is None and fetched.answer is not None:
        examination.found(
            "preflight-disagrees",
            f"The preflight allows script of {origin} what it cannot read then: GET {examination.url}.",
            fetched.sends,
        )


def _granted(examination: Examination, origin: TupleOrigin) -> None:
    """The methods and headers of the policy."""
    policy = examination.policy
    for method in policy.methods or ():
        if is_cors_safelisted_method(method):
            continue
        fetched = examination.fetch(
            origin, credentials=policy.credentials, method=method, probe=f"policy: {method}"
        )
        _refused(examination, fetched, "method-not-granted", method)
    for name in policy.headers or ():
        fetched = examination.fetch(
            origin,
            credentials=policy.credentials,
            headers={name: _value_that_needs_leave(name)},
            probe=f"policy: {name}",
        )
        _refused(examination, fetched, "header-not-granted", name)


def _value_that_needs_leave(name: str) -> str:
    return "application/json" if _infra.ascii_lowercase(name) == "content-type" else "cors-sim"


def _refused(examination: Examination, fetched: Fetched, kind: str, what: str) -> None:
    refused = next((outcome for outcome in fetched.outcomes if not _passed(outcome)), None)
    if refused is None or refused.verdict.reason is None or fetched.preflight is None:
        return
    if fetched.sends is not None:
        examination.found(
            "browsers-differ",
            f"Script of {refused.request.origin} may use {what} in some browsers, and not in "
            f"{refused.browser.name}. {MEANINGS[refused.verdict.reason]}",
            refused,
            about=what,
        )
    else:
        examination.found(
            kind,
            f"Script of {refused.request.origin} cannot use {what} on {examination.url}, which the policy "
            f"asks for. {MEANINGS[refused.verdict.reason]}",
            fetched.own,
            about=what,
            method=refused.request.method,
        )


def _passed(outcome: Outcome) -> bool:
    return any(not exchange.request.is_preflight for exchange in outcome.exchanges)
