"""What is read out of a console: values, and nothing else."""

import attrs

from cors_sim._value import Value
from cors_sim.verdicts import Reason


@attrs.frozen(kw_only=True, repr=False)
class ConsoleMessage(Value):
    """
    One message that was recognised. A fact that it does not tell is None.

    Args:
        browsers: the names of those that say it in these words.
        reasons: each `Reason` that it can mean; empty where the message is about something else.
        text: as it was pasted, wrapped lines and all.
        start: where it begins in the paste, in characters.
        end: where it ends, behind its last character.
        versions: of the browser that said it so; empty for the version that is modelled.
        note: what more there is to know, as that what it is about is not modelled.
        initiator: what made the request, in the words of `Request.api` where it is one of them.
        url: that it is about.
        redirected_from: that was asked for at first.
        next_url: that a redirect led to.
        origin: of the page; or what the request named.
        header: the response header in question.
        value: what that header says, as the console shows it.
        method: that was refused.
        header_name: of the request header that was refused.
        status: of the response.
        scheme: of a URL that is not supported.
        port: that is not allowed.
        address_space: where the resource is, in Chromium's words.
        error: the network's name for it, as ``ERR_FAILED``.
    """

    browsers: tuple[str, ...]
    reasons: tuple[Reason, ...]
    text: str
    start: int
    end: int
    versions: str = ""
    note: str = ""
    initiator: str | None = None
    url: str | None = None
    redirected_from: str | None = None
    next_url: str | None = None
    origin: str | None = None
    header: str | None = None
    value: str | None = None
    method: str | None = None
    header_name: str | None = None
    status: int | None = None
    scheme: str | None = None
    port: int | None = None
    address_space: str | None = None
    error: str | None = None


@attrs.frozen(kw_only=True, repr=False)
class UnreadLine(Value):
    """
    A line in which no message was recognised.

    Args:
        text: without blanks at its ends.
        start: where it begins in the paste, in characters.
        end: where it ends.
    """

    text: str
    start: int
    end: int


@attrs.frozen(kw_only=True, repr=False)
class ConsoleReading(Value):
    """
    What was read out of a paste.

    Args:
        messages: what was recognised, in order.
        unread: the lines that were not, in order.
    """

    messages: tuple[ConsoleMessage, ...]
    unread: tuple[UnreadLine, ...]
