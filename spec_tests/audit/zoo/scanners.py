"""
What other scanners say of the zoo, one JSON line an animal.

Each runs as it is, with an animal where it thinks that the network is. It is told a URL of the trusted
page's own host, for it makes its origins from that, and it is given a cookie.

    python -m spec_tests.audit.zoo.scanners corscanner
    python -m spec_tests.audit.zoo.scanners corsy CHECKOUT
"""

import contextlib
import io
import json
import re
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

import attrs

from cors_sim import URL, HeaderList, HTTPRequest, parse_url
from cors_sim.flows import Answerer
from spec_tests.audit.zoo import harness
from spec_tests.audit.zoo.records import RECORDS

HOST: Final = "app.bank.com"
TARGET: Final = f"https://{HOST}/data"
THEIR_WORDS: Final = {"example": "stranger", "bank": "example"}
"""What a scanner says, and what an animal hears: some scanners have example.com for a stranger."""

CALLERS_OWN: Final = {"origin", "cookie", "cache-control", "user-agent", "accept", "accept-language"}

Scan = Callable[[], list[str]]
"""Scans `TARGET`, and returns the names of what it found."""


@attrs.define
class Network:
    """All that there is to ask: one animal at a time."""

    server: Answerer | None = None
    asked: int = 0

    def install(self) -> None:
        """Stand in for the network that ``requests`` would use."""
        adapters: Any = import_module("requests.adapters")
        models: Any = import_module("requests.models")
        network = self

        class Adapter(adapters.BaseAdapter):  # type: ignore[misc]  # requests is not typed here
            def send(self, sent: Any, **_options: object) -> Any:  # noqa: ANN401 - of requests
                url = parse_url(sent.url)
                if network.server is None or url.host != HOST:
                    raise import_module("requests.exceptions").ConnectionError(sent.url)
                network.asked += 1
                pairs = [(name, _heard(_text(value))) for name, value in sent.headers.items()]
                headers = HeaderList([pair for pair in pairs if pair[0].lower() in CALLERS_OWN])
                answer = network.server(_asked(sent.method, parse_url(_heard(sent.url)), headers))
                response = models.Response()
                response.status_code = answer.status
                response.url, response.request = sent.url, sent
                names = dict.fromkeys(name.lower() for name, _ in answer.headers)
                response.headers.update({name: _said(answer.headers.get(name) or "") for name in names})
                response.raw = io.BytesIO(answer.body or b"")
                return response

            def close(self) -> None:
                pass

        import_module("requests.sessions").HTTPAdapter = Adapter  # type: ignore[attr-defined]  # what a session mounts


def _asked(method: str, url: URL, headers: HeaderList) -> HTTPRequest:
    return HTTPRequest(
        method=method, url=url, headers=headers, body=None, include_credentials=False, is_preflight=False
    )


def _heard(value: str) -> str:
    return re.sub("|".join(THEIR_WORDS), lambda found: THEIR_WORDS[found[0]], value)


def _said(value: str) -> str:
    back = {heard: said for said, heard in THEIR_WORDS.items()}
    return re.sub("|".join(back), lambda found: back[found[0]], value)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def corscanner() -> Scan:
    """CORScanner, by its own library interface."""
    check: Any = import_module("CORScanner.cors_scan").cors_check
    return lambda: [result["type"]] if (result := check(TARGET, {"Cookie": "session=1"})) else []


def corsy(checkout: str) -> Scan:
    """Corsy, which is in no registry, from a checkout of its repository."""
    sys.path.insert(0, checkout)  # where it looks for its own data
    check: Any = import_module("core.tests").active_tests

    def scan() -> list[str]:
        found = check(TARGET, HOST, "https", {"Cookie": "session=1"}, 0) or {}
        return [f"{result['class']} ({result['severity'].lower()})" for result in found.values()]

    return scan


def main(name: str, *arguments: str) -> None:
    """Write the lines."""
    network = Network()
    scan = corscanner() if name == "corscanner" else corsy(*arguments)
    network.install()
    for record in RECORDS:
        with harness.running(record) as server, contextlib.redirect_stdout(sys.stderr):
            network.server, network.asked = server, 0
            found = scan()
        sys.stdout.write(json.dumps({"id": record.id, "found": found, "requests": network.asked}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
