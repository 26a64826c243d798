"""
A real nginx, fuzzed: no untrusted origin reads a credentialed response.

Each flaw is a pattern as people write it; the last one is right.
"""

# ruff: noqa: SIM300 - expected == actual

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, find, settings
from hypothesis.errors import NoSuchExample

from cors_sim import Outcome, Request, simulate
from cors_sim.servers import Server, live, with_credentials
from cors_sim.testing import assert_readable, fresh_requests, untrusted_origins
from spec_tests.explain.servers import processes

pytestmark = pytest.mark.servers

API = "http://api.example.com/orders"
TRUSTED = "https://app.example.com"
ATTACKS = fresh_requests(
    url=API,
    origin=untrusted_origins([TRUSTED, "http://api.example.com"]),
    mode="cors",
    credentials_mode="include",
    secure_context=False,
    body=None,
)
FLAWS = {
    "no-end": r"~^https://app\.example\.com",
    "no-start": r"~app\.example\.com$",
    "any-character": r"~^https://app.example\.com$",
    "any-subdomain": r"~^https://.*\.example\.com$",
    "any-scheme": r"~^https?://app\.example\.com$",
    "null": "null",
    "all": "~.",
}
# A flaw that one fetch in some hundreds shows is found in so many, whatever their order.
TRIES = settings(
    max_examples=5_000,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
CONFIGURATION = """
daemon off;
worker_processes 1;
pid nginx.pid;
error_log nginx.log;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  map $http_origin $allow_origin { default ""; "@PATTERN@" $http_origin; }
  map $allow_origin $allow_credentials { "" ""; default true; }
  server {
    listen 127.0.0.1:@PORT@;
    add_header Access-Control-Allow-Origin $allow_origin always;
    add_header Access-Control-Allow-Credentials $allow_credentials always;
    add_header Access-Control-Allow-Methods "PUT, DELETE" always;
    add_header Vary Origin always;
    return 200 '{"orders": ["a book"]}';
  }
}
"""


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """An nginx that lets in with credentials what matches a pattern."""
    port = processes.free_port()
    text = CONFIGURATION.replace("@PATTERN@", request.param).replace("@PORT@", str(port))
    with tempfile.TemporaryDirectory(prefix="cors-sim-") as name:
        directory = Path(name)
        directory.chmod(0o755)  # for nginx, which gives up being root
        (directory / "nginx.conf").write_text(text, encoding="utf-8")
        argv = ("nginx", "-p", ".", "-e", "nginx.log", "-c", "nginx.conf")
        with processes.started(argv, directory, port, TRUSTED):
            yield with_credentials(
                live(API, connect_to=f"http://127.0.0.1:{port}"), {"Cookie": "session=1"}
            )


def stolen(server: Server, tries: settings = TRIES) -> Outcome:
    """The simplest fetch by which a page that is not trusted reads what a customer sees."""
    request = find(ATTACKS, lambda request: bool(simulate(request, server)), settings=tries)
    return simulate(request, server)


@pytest.mark.parametrize("server", FLAWS.values(), ids=FLAWS, indirect=True)
def test_flaw(server: Server) -> None:
    """Is found, and shrunk to one exchange."""
    outcome = stolen(server)

    assert ["GET"] == [exchange.request.method for exchange in outcome.exchanges]
    assert TRUSTED != outcome.request.serialized_origin
    assert b'{"orders": ["a book"]}' == outcome.response.body


@pytest.mark.parametrize("server", [r"~^https://app\.example\.com$"], ids=["exact"], indirect=True)
def test_safe(server: Server) -> None:
    """Nothing is found where nothing is wrong, and the page that is trusted can read."""
    with pytest.raises(NoSuchExample):
        stolen(server, settings(TRIES, max_examples=600))
    ours = Request(API, origin=TRUSTED, method="PUT", credentials_mode="include", secure_context=False)
    assert_readable(simulate(ours, server), server=server)
