"""
Secrets are not shown: credentials in headers and URLs, and tokens wherever they look like ones.

Whatever is shown or exported passes through `masked` first. What has been found to be a secret in one place
is masked in all others, so that no server's echo and no sentence gives it away.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from cors_sim import _infra
from cors_sim.capture.missing import NOT_SHOWN
from cors_sim.show.rewriting import T, rewritten

MASK: Final = "***"

_HEADERS: Final = frozenset({"authorization", "cookie", "proxy-authorization", "set-cookie", "set-cookie2"})
_NO_SECRET: Final = ("access-control-", "sec-")
# As a part of a name, as a word of it, as its last word, and as all of it: "JSESSIONID", "auth_user",
# "X-Api-Key", "code".
_PARTS: Final = (
    *("apikey", "credential", "jwt", "oauth", "passphrase", "passwd", "password", "samlresponse", "secret"),
    *("sessid", "session", "signature", "token"),
)
_WORDS: Final = frozenset(
    {
        *("assertion", "auth", "authorization", "bearer", "csrf", "hmac", "otp", "pwd", "samlrequest"),
        *("sid", "sig", "ticket", "xsrf"),
    }
)
_LAST: Final = frozenset({"key"})
_WHOLE: Final = frozenset({"code", "nonce", "pass", "pin", "state"})
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_USER: Final = re.compile(r"(?<=//)[^/?# \t\r\n\"'<>]+(?=@)")
# In a query or fragment; or in one that is itself, percent-encoded, in another.
_PARAMETER: Final = re.compile(
    # Punctuation at the end is that of a sentence.
    r"(?P<before>[?&;#]|%3[Ff]|%26|%23)(?P<name>(?:(?!%3[DdFf]|%2[36])[A-Za-z0-9_.\-\[\]%])+)"
    r"(?P<equals>=|%3[Dd])"
    r"(?P<value>(?:(?!%2[36]|%3[Ff])[^?&#; \t\r\n\"'<>`])+)(?<![.,:!)])"
)
# What a server sends may be long. So each of these looks at a run of letters once, from where it begins.
_HEADER_LINE: Final = re.compile(
    r"(?<![A-Za-z0-9])(?<![A-Za-z0-9]-)(?P<name>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)"
    r"(?P<colon>:[ \t]*)(?P<value>[^'\"\r\n]+)"
)
_TOKEN: Final = re.compile(
    r"(?<![A-Za-z0-9_-])(?>(?P<before>[A-Za-z0-9_-]*?)eyJ)[A-Za-z0-9_-]{8,}\."
    r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?"
)
_SCHEME: Final = re.compile(r"(?P<scheme>[Bb]earer|[Bb]asic) +(?=[^ ]*[0-9=])[A-Za-z0-9._~+/=-]{8,}")
# Shorter ones, and plain words, are found all over the place.
_DISTINCTIVE: Final = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])(?!.*:/).{8,}", re.DOTALL)


def masked(value: T) -> T:
    """
    *value* without secrets.

    Masked are ``Authorization``, ``Cookie``, ``Set-Cookie``, ``Proxy-Authorization`` and headers such as
    ``X-Api-Key``; user and password in a URL; parameters of a query or fragment such as ``access_token``,
    ``sig`` and ``code``; and in text whatever is written like any of these.

    Args:
        value: a text, or any value of this package, or a tuple of them.
    """
    found: set[str] = set()

    def collect(name: str | None, text: str) -> str:
        found.update(filter(_DISTINCTIVE.fullmatch, _secrets_in(name, text)))
        return text

    rewritten(value, collect)
    # The longest first: one may be a part of another.
    known = sorted(found, key=len, reverse=True)
    return rewritten(value, lambda name, text: _masked(name, text, known))


def is_secret_name(name: str) -> bool:
    """
    Whether what goes by *name*, a header or parameter, is taken for a secret.

    Args:
        name: as written.
    """
    lowered = _infra.ascii_lowercase(name)
    if lowered.startswith(_NO_SECRET):
        return False
    words = [_infra.ascii_lowercase(word) for word in _WORD.findall(name)]
    return (
        lowered in _HEADERS
        or lowered in _WHOLE
        or any(part in "".join(words) for part in _PARTS)
        or not _WORDS.isdisjoint(words)
        or not _LAST.isdisjoint(words[-1:])
    )


def _masked(name: str | None, text: str, known: list[str]) -> str:
    if name is not None and text and is_secret_name(name):
        return text if text == NOT_SHOWN else MASK
    for secret in known:
        text = text.replace(secret, MASK)
    text = _USER.sub(MASK, text)
    text = _PARAMETER.sub(_masked_parameter, text)
    text = _HEADER_LINE.sub(_masked_line, text)
    text = _TOKEN.sub(lambda match: f"{match['before']}{MASK}", text)
    return _SCHEME.sub(lambda match: f"{match['scheme']} {MASK}", text)


def _masked_parameter(match: re.Match[str]) -> str:
    if not is_secret_name(unquote(match["name"])):
        return match[0]
    return f"{match['before']}{match['name']}{match['equals']}{MASK}"


def _masked_line(match: re.Match[str]) -> str:
    if match["value"] == NOT_SHOWN or not _is_secret_header(match["name"]):
        return match[0]
    return f"{match['name']}{match['colon']}{MASK}"


def _is_secret_header(name: str) -> bool:
    """In prose a colon stands behind many a word, so a name of one word has to be a known one."""
    return is_secret_name(name) and ("-" in name or _infra.ascii_lowercase(name) in _HEADERS)


def _secrets_in(name: str | None, text: str) -> Iterator[str]:
    """What is masked of *text* for what it is called."""
    if name is not None and is_secret_name(name):
        yield text
        yield text.partition(" ")[2]
        for pair in text.split(";"):
            yield _infra.strip_http_whitespace(pair.partition("=")[2])
        return
    for match in _PARAMETER.finditer(text):
        if is_secret_name(unquote(match["name"])):
            yield match["value"]
    for user in _USER.findall(text):
        yield user
        yield user.partition(":")[2]
