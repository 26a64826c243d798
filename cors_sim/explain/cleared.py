"""What was checked and is in order, so that nobody goes looking there."""

from collections.abc import Iterator

from cors_sim.enums import CredentialsMode
from cors_sim.explain import redirects
from cors_sim.explain.mending import responsible
from cors_sim.explain.repairs import (
    ALLOW_CREDENTIALS_REASONS,
    ALLOW_ORIGIN_REASONS,
    CORS_REASONS,
    LIST_REASONS,
)
from cors_sim.flows import Outcome
from cors_sim.standard.preflight import preflight_needed
from cors_sim.verdicts import Blocked, Reason


def not_the_problem(outcome: Outcome) -> Iterator[str]:
    """What is in order although *outcome* is a failure, in a sentence each."""
    verdict = outcome.verdict
    if not isinstance(verdict, Blocked):
        return
    exchange = responsible(outcome, verdict)
    if exchange is None or exchange.response.is_network_error:
        return
    yield "The server: it can be reached, and it answered."
    if verdict.reason not in CORS_REASONS:
        return
    followed = [hop for hop in redirects.redirecting(outcome) if hop is not exchange]
    if followed:
        yield "Being redirected: the browser followed, and each answer on the way gave permission."
    if not exchange.request.is_preflight:
        yield from _leave_to_send(outcome)
    yield from _what_was_passed(outcome, verdict.reason)


def _leave_to_send(outcome: Outcome) -> Iterator[str]:
    if any(exchange.request.is_preflight for exchange in outcome.exchanges):
        yield "The preflight: its answer gives permission to send the request."
    elif preflight_needed(outcome.request) is None:
        yield "The method and the headers: they need no permission, so there was no preflight."
    else:
        yield "The method and the headers: an earlier preflight gave permission for them."


def _what_was_passed(outcome: Outcome, reason: Reason) -> Iterator[str]:
    """What the browser had found in order in the very response that it refused."""
    with_credentials = outcome.request.credentials_mode is CredentialsMode.INCLUDE
    if reason not in ALLOW_ORIGIN_REASONS and _origin_was_checked(outcome, reason):
        yield "The origin: Access-Control-Allow-Origin lets the page in."
    if not with_credentials and reason in ALLOW_ORIGIN_REASONS | LIST_REASONS:
        yield "Cookies: the request includes no credentials, so nothing has to allow them."
    elif with_credentials and reason in LIST_REASONS:
        yield "Cookies: Access-Control-Allow-Credentials allows them."
    if reason in {Reason.HEADER_NOT_ALLOWED, Reason.AUTHORIZATION_NOT_LISTED}:
        yield f"The method: {outcome.request.method} is allowed."


def _origin_was_checked(outcome: Outcome, reason: Reason) -> bool:
    """Whether the origin had been let in before the response was refused."""
    if reason in ALLOW_CREDENTIALS_REASONS | LIST_REASONS:
        return True
    first = outcome.browser.preflight_status_first
    return first == "never" or (first == "redirect" and reason is Reason.PREFLIGHT_STATUS_NOT_OK)
