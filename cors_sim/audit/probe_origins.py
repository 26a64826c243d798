"""
The origins that an audit tries: pages that somebody could really have, made from a trusted one.

Each goes through the URL parser, so that a browser could send it; what the parser refuses or turns into
another one is not tried. The names of attackers end in ``.test``, which nobody can register.
"""

import itertools
from collections.abc import Iterator
from typing import Final

import attrs

from cors_sim._value import Value
from cors_sim.origins import (
    OpaqueOrigin,
    Origin,
    TupleOrigin,
    is_ip_address,
    is_loopback,
    registrable_domain,
)
from cors_sim.urls import url_or_none

ATTACKER: Final = "attacker.test"

ODD_CHARACTERS: Final = "_!`},'~+"
"""What the URL parser lets into a host, and expressions that end behind a word take for its end."""

_ACCENTED: Final = {
    "a": "\u00e1",
    "e": "\u00e9",
    "i": "\u00ed",
    "o": "\u00f3",
    "u": "\u00fa",
    "c": "\u00e7",
    "n": "\u00f1",
}
_LOOKALIKES: Final = {"a": "\u0430", "e": "\u0435", "o": "\u043e", "c": "\u0441", "p": "\u0440"}

LOCAL_PAGES: Final = (
    "http://localhost",
    "http://localhost:3000",
    "http://127.0.0.1:8080",
    "http://[::1]",
    "http://192.168.1.10",
    "http://10.0.0.10",
)


@attrs.frozen(repr=False)
class ProbeOrigin(Value):
    """
    An origin to try.

    Args:
        kind: the id of the finding, without what it says of credentials.
        origin: the origin.
        who: whose page has it, as a phrase.
        implied_by: kinds which, where they are granted, grant this one too.
    """

    kind: str
    origin: Origin
    who: str
    implied_by: frozenset[str] = frozenset()


UNRELATED: Final = ProbeOrigin("any-origin", TupleOrigin("https", ATTACKER), "any page on the Web")
OPAQUE: Final = ProbeOrigin(
    "null-origin", OpaqueOrigin("sandboxed frame"), "any page on the Web, in a sandboxed frame,"
)


HOSTING_PLATFORMS: Final = ("github.io", "pages.dev", "netlify.app", "vercel.app", "web.app")
"""Where anybody has pages, and previews of somebody's own often are."""


def probe_origins(trusted: TupleOrigin) -> list[ProbeOrigin]:
    """What to try where *trusted* is trusted, those that say most first."""
    found: dict[Origin, ProbeOrigin] = {trusted: UNRELATED}
    for kind, text, who, implied_by in _texts(trusted):
        url = url_or_none(text)
        origin = None if url is None else url.origin
        if isinstance(origin, TupleOrigin):
            found.setdefault(origin, ProbeOrigin(kind, origin, who, frozenset(implied_by)))
    del found[trusted]
    return list(found.values())


_Text = tuple[str, str, str, tuple[str, ...]]


def _texts(trusted: TupleOrigin) -> Iterator[_Text]:
    host, scheme = trusted.host, trusted.scheme
    port = "" if trusted.port is None else f":{trusted.port}"
    domain = registrable_domain(host)
    named = not is_ip_address(host)
    yield _of(f"{scheme}://{host}.{ATTACKER}{port}", "prefix-match", f"whoever has {ATTACKER}")
    if named and domain is not None:
        yield from _in_other_domains(host, domain, f"{scheme}://", port)
    yield _of(
        f"{scheme}://x{host}.{ATTACKER}{port}",
        "substring-match",
        f"whoever has {ATTACKER}",
        "prefix-match",
        "suffix-match",
    )
    for character in ODD_CHARACTERS:
        yield _of(
            f"{scheme}://{host}{character}.{ATTACKER}{port}",
            "odd-host-characters",
            f"whoever has {ATTACKER}, whose names may have {character!r} in them,",
            "prefix-match",
            "substring-match",
            "odd-host-characters",
        )
    if named:
        yield from _near(host, domain, f"{scheme}://", port)
    if scheme == "https":
        yield _of(
            f"http://{host}{port}",
            "insecure-scheme",
            f"whoever can change what is loaded from http://{host}",
        )
    for other in (":8443", ":8080") if trusted.port is None else ("", f":{trusted.port + 1}"):
        yield _of(
            f"{scheme}://{host}{other}",
            "other-port",
            f"another service on {host}",
            "prefix-match",
            "other-port",
        )
    for platform in HOSTING_PLATFORMS:
        yield _of(
            f"https://attacker.{platform}",
            "hosting-platform",
            f"whoever has pages at {platform}",
            "hosting-platform",
        )
    if not is_loopback(host):
        text = f"http://localhost.{ATTACKER}"
        yield _of(text, "prefix-match", f"whoever has {ATTACKER}", "prefix-match")
        for text in LOCAL_PAGES:
            yield _of(
                text,
                "local-origin",
                "whatever runs on the visitor's own machine or network",
                "local-origin",
            )


def _of(text: str, kind: str, who: str, *implied_by: str) -> _Text:
    return kind, text, who, implied_by


def _in_other_domains(host: str, domain: str, scheme: str, port: str) -> Iterator[_Text]:
    """Names that belong to somebody else and look to a careless comparison like the trusted one."""
    name, _, suffix = domain.partition(".")
    yield _of(f"{scheme}attacker.{suffix}{port}", "public-suffix", f"whoever has a name below {suffix}")
    yield _of(
        f"{scheme}attacker{domain}{port}",
        "suffix-match",
        f"whoever registers attacker{domain}",
        "public-suffix",
    )
    yield from _truncated(f"{scheme}{host}{port}")
    for index, character in enumerate(host):
        spelt = f"{host[:index]}x{host[index + 1 :]}"
        owned = registrable_domain(spelt)
        if character == "." and owned is not None and owned != domain and owned.endswith(f".{suffix}"):
            yield _of(
                f"{scheme}{spelt}{port}",
                "unescaped-dot",
                f"whoever registers {owned}",
                "suffix-match",
                "public-suffix",
            )
    yield _of(
        f"{scheme}{name}.{ATTACKER}{port}",
        "substring-match",
        f"whoever has {ATTACKER}",
        "prefix-match",
        "substring-match",
    )
    start = len(host) - len(domain)
    for letters, who in ((_LOOKALIKES, "a lookalike of"), (_ACCENTED, "an accented spelling of")):
        places = (start + index for index, letter in enumerate(name) if letter in letters)
        for index in itertools.islice(places, 1):
            spelt = f"{host[:index]}{letters[host[index]]}{host[index + 1 :]}"
            yield _of(
                f"{scheme}{spelt}{port}",
                "idna-host",
                f"whoever registers {who} {domain}",
                "idna-host",
                "public-suffix",
            )


def _truncated(origin: str) -> Iterator[_Text]:
    """What is left where a list was meant, and a text was written: each of its beginnings is in it."""
    for length in (1, 2):
        text = origin[:-length]
        yield _of(text, "truncated-origin", f"whoever has {text.partition('://')[2]}", "truncated-origin")


def _near(host: str, domain: str | None, scheme: str, port: str) -> Iterator[_Text]:
    """Names in the same hands, mostly."""
    subdomain = "whoever controls, or can inject script into,"
    if domain is not None and domain != host:
        yield _of(
            f"{scheme}attacker.{domain}{port}",
            "subdomain",
            f"{subdomain} a subdomain of {domain}",
            "suffix-match",
        )
        # What an expression lets in that has lost its beginning, where no subdomain is let in.
        yield _of(
            f"{scheme}attacker{host}{port}",
            "suffix-match",
            f"{subdomain} attacker{host}",
            "suffix-match",
            "subdomain",
        )
    yield _of(
        f"{scheme}attacker.{host}{port}",
        "subdomain",
        f"{subdomain} a subdomain of {host}",
        "subdomain",
        "suffix-match",
    )
    yield _of(
        f"{scheme}{host}.{port}",
        "trailing-dot",
        f"whoever serves {host}",
        "prefix-match",
    )


def guesses(target: TupleOrigin) -> list[TupleOrigin]:
    """Origins that are often trusted by a server at *target*."""
    domains = [registrable_domain(target.host), "example.com"]
    texts = [f"https://{name}{domain}" for domain in domains if domain for name in ("app.", "www.", "")]
    texts += ["http://localhost:3000", "http://localhost:5173", "http://localhost:8080"]
    origins = (url.origin for text in texts if (url := url_or_none(text)) is not None)
    return [
        origin for origin in dict.fromkeys(origins) if isinstance(origin, TupleOrigin) and origin != target
    ]
