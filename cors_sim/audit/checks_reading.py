"""Who can read, or send, that nobody trusts."""

from cors_sim import _infra
from cors_sim.audit.asking import SAFE_METHODS
from cors_sim.audit.examination import Examination, Fetched, cookies
from cors_sim.audit.probe_origins import OPAQUE, UNRELATED, ProbeOrigin, probe_origins
from cors_sim.audit.severity import Severity
from cors_sim.origins import Origin, TupleOrigin, registrable_domain
from cors_sim.verdicts import Reason

_GRANTED_BUT_FOR_CREDENTIALS = {
    Reason.ALLOW_CREDENTIALS_MISSING,
    Reason.ALLOW_CREDENTIALS_NOT_TRUE,
    Reason.ALLOW_ORIGIN_WILDCARD_WITH_CREDENTIALS,
}


def untrusted_readers(examination: Examination) -> None:
    """Try the origins that nobody can trust, then those that resemble the trusted ones."""
    for probe in (UNRELATED, OPAQUE):
        _try(examination, probe)
    if examination.policy.is_public:
        return
    bases = examination.trusted[:2]
    for base in bases or [examination.target]:
        for probe in probe_origins(base):
            if not examination.policy.trusts(probe.origin):
                _try(examination, probe)


def _try(examination: Examination, probe: ProbeOrigin) -> None:
    """Whether script of *probe* reads with credentials; if not, whether without."""
    if _known(examination, probe, "-with-credentials"):
        return
    fetched = _fetch(examination, probe, credentials=True)
    if fetched.reads is not None:
        _record(examination, probe, fetched, credentials=True)
        return
    reasons = {outcome.verdict.reason for outcome in fetched.outcomes}
    likely = probe is UNRELATED or not reasons.isdisjoint(_GRANTED_BUT_FOR_CREDENTIALS)
    if likely and not _known(examination, probe, "") and not examination.policy.is_public:
        fetched = _fetch(examination, probe, credentials=False)
        if fetched.reads is not None:
            _record(examination, probe, fetched, credentials=False)


def _known(examination: Examination, probe: ProbeOrigin, suffix: str) -> bool:
    """Whether what was found already grants *probe* as much."""
    implied_by = set(probe.implied_by)
    # What all can read without credentials, opaque origins can as well; with them, 'null' is by itself.
    if probe is not UNRELATED and (probe is not OPAQUE or not suffix):
        implied_by.add(UNRELATED.kind)
    return examination.has(*(f"{kind}{suffix}" for kind in implied_by))


def _fetch(examination: Examination, probe: ProbeOrigin, *, credentials: bool) -> Fetched:
    how = "with" if credentials else "without"
    return examination.fetch(
        probe.origin, credentials=credentials, probe=f"{probe.kind}: {probe.origin} {how} credentials"
    )


def _record(examination: Examination, probe: ProbeOrigin, fetched: Fetched, *, credentials: bool) -> None:
    demonstration = fetched.own if fetched.reads is None else fetched.reads
    kind = f"{probe.kind}-with-credentials" if credentials else probe.kind
    severity = None
    if probe.kind == "suffix-match" and _is_in_trusted_domain(examination, probe.origin):
        # Whoever can have such a page can have a subdomain.
        severity = Severity.MEDIUM if credentials else Severity.LOW
    if not credentials and probe is UNRELATED and examination.is_private:
        severity = Severity.MEDIUM
    if probe.kind == "insecure-scheme" and examination.url.scheme == "http":
        # The answer itself can be read, and changed, by whoever is on the network.
        severity = Severity.LOW if credentials else Severity.INFO
    examination.found(
        kind,
        f"{_who(probe)} can have script of {_shown(probe)} read the answer to GET {examination.url}, "
        f"{cookies(included=credentials)}.",
        demonstration,
        severity=severity,
        browsers=fetched.readers,
    )


def _is_in_trusted_domain(examination: Examination, origin: Origin) -> bool:
    domains = {registrable_domain(trusted.host) for trusted in examination.trusted}
    return isinstance(origin, TupleOrigin) and registrable_domain(origin.host) in domains - {None}


def untrusted_by_method(examination: Examination) -> None:
    """Try what is sent with other methods, which a server may have another rule for."""
    if not examination.asker.sends_unsafe_methods or examination.policy.is_public:
        return
    for method in dict.fromkeys(("POST", *(examination.policy.methods or ()))):
        for probe in (UNRELATED, OPAQUE):
            kind = f"{probe.kind}-with-credentials"
            if method in SAFE_METHODS or examination.has(kind, "any-origin-with-credentials"):
                continue
            fetched = examination.fetch(
                probe.origin, credentials=True, method=method, probe=f"{probe.kind}: {method}"
            )
            if fetched.reads is not None:
                examination.found(
                    kind,
                    f"{_who(probe)} can have script of {_shown(probe)} send {method} {examination.url} "
                    f"and read the answer, {cookies(included=True)}.",
                    fetched.reads,
                    browsers=fetched.readers,
                    method=method,
                )


def untrusted_senders(examination: Examination) -> None:
    """
    Whether a preflight lets pages that cannot read send what needs leave, as ``DELETE`` with cookies.
    """
    if examination.has("any-origin-with-credentials") or examination.policy.is_public:
        return
    probes = [UNRELATED, OPAQUE]
    for trusted in examination.trusted[:1]:
        probes += [
            probe
            for probe in probe_origins(trusted)
            if probe.kind in {"prefix-match", "suffix-match", "unescaped-dot", "insecure-scheme"}
        ]
    for probe in probes:
        if examination.policy.trusts(probe.origin) or examination.has(f"{probe.kind}-with-credentials"):
            continue
        if _fetch(examination, probe, credentials=True).reads is not None:
            continue  # It was passed over, for something worse grants it too.
        fetched = examination.fetch(
            probe.origin, credentials=True, method="PUT", probe=f"preflight for {probe.origin}"
        )
        if fetched.sends is not None:
            examination.found(
                "preflight-grants-untrusted",
                f"{_who(probe)} can have script of {_shown(probe)} send PUT {examination.url}, "
                f"{cookies(included=True)}, though it cannot read the answer.",
                fetched.sends,
                browsers=[outcome.browser.name for outcome in fetched.outcomes],
                method="PUT",
            )
            return


def _who(probe: ProbeOrigin) -> str:
    return f"{_infra.ascii_uppercase(probe.who[0])}{probe.who[1:]}"


def _shown(probe: ProbeOrigin) -> str:
    return "an opaque origin (null)" if probe is OPAQUE else str(probe.origin)


def comparison_of_case(examination: Examination) -> None:
    """
    Whether the server takes a host in capitals for the same.

    No browser writes one: this is the one question that is asked as something else.
    """
    if examination.has("any-origin", "any-origin-with-credentials") or examination.policy.is_public:
        return
    for trusted in examination.trusted[:1]:
        credentials = examination.policy.credentials
        shouted = _in_capitals(trusted)
        fetched = examination.fetch(shouted, credentials=credentials, probe=f"case: {shouted}")
        own = examination.fetch(trusted, credentials=credentials, probe=f"case: {trusted}")
        if fetched.reads is not None and own.reads is not None:
            examination.found(
                "case-insensitive-match",
                f"The server answers {shouted} as it does {trusted}, which no browser makes use of.",
                fetched.reads,
                browsers=(),
            )


def _in_capitals(origin: TupleOrigin) -> TupleOrigin:
    return TupleOrigin(origin.scheme, _infra.ascii_uppercase(origin.host), origin.port)
