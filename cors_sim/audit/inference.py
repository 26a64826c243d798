"""The policy of a server for which nobody has said one: what it seems to grant, and to whom."""

from cors_sim.audit.examination import Examination
from cors_sim.audit.policy import EVERYBODY, Policy
from cors_sim.audit.probe_origins import UNRELATED, guesses
from cors_sim.origins import Origin, TupleOrigin
from cors_sim.urls import url_or_none


def infer(examination: Examination) -> Policy:
    """
    The policy that *examination*'s server seems to have.

    A server that allows a page which nobody can have trusted has none that can be seen: that is for the
    findings to say.
    """
    public = examination.fetch(UNRELATED.origin, credentials=False, probe="policy: any page")
    if public.reads is not None:
        answer = public.answer
        everybody = answer is not None and answer.headers.get("access-control-allow-origin") == EVERYBODY
        if everybody:
            return Policy([EVERYBODY], inferred=True)
        return Policy(inferred=True)
    named = None if public.answer is None else public.answer.headers.get("access-control-allow-origin")
    for origin in (*_named(named), *guesses(examination.target)):
        for credentials in (True, False):
            probe = f"policy: {origin}"
            if examination.fetch(origin, credentials=credentials, probe=probe).reads is not None:
                return Policy([origin.serialized], credentials=credentials, inferred=True)
    return Policy(inferred=True)


def _named(value: str | None) -> list[TupleOrigin]:
    """The origin that a server names to somebody else."""
    url = None if value is None or value == "null" else url_or_none(value)
    origin: Origin | None = None if url is None else url.origin
    return [origin] if isinstance(origin, TupleOrigin) else []


def note(policy: Policy) -> str:
    """What to say of a policy that nobody has said."""
    if policy.is_public:
        return (
            "No policy was given. The server lets every page read without credentials: "
            "that was taken for it."
        )
    if not policy.trusted:
        return (
            "No policy was given, and no trusted origin was found: say which pages are meant to read, "
            "for more to be tried."
        )
    how = "with" if policy.credentials else "without"
    return (
        f"No policy was given. The server lets {', '.join(policy.trusted)} read {how} credentials: "
        "that was taken for it."
    )
