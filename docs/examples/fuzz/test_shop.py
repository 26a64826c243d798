"""Who can read what customers see."""

from hypothesis import given, settings

from cors_sim import simulate
from cors_sim.servers import asgi, with_credentials
from cors_sim.testing import assert_not_readable, assert_readable, fresh_requests, untrusted_origins
from shop import TRUSTED, app

API = "https://api.example.com/orders"
SERVER = with_credentials(asgi(app), {"Cookie": "session=1"})
ATTACKS = fresh_requests(
    url=API,
    origin=untrusted_origins([TRUSTED, "https://api.example.com"]),
    mode="cors",
    credentials_mode="include",
)


def test_our_own_page_can(browser):
    outcome = browser.fetch(SERVER, API, {"method": "PUT", "credentials": "include"}, origin=TRUSTED)
    assert_readable(outcome, server=SERVER)


@given(ATTACKS)
@settings(derandomize=True, database=None, max_examples=300)
def test_no_other_page_can(request):
    assert_not_readable(simulate(request, SERVER), server=SERVER)
