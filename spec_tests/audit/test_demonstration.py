"""The page of a finding makes the fetch that the finding is about."""

import html
import json
import re

from cors_sim.audit import Policy, audit, demonstration_page
from spec_tests.audit.servers import APP, URL, allowing

POLICY = Policy([APP], credentials=True, headers=["X-Token"])
CALL = re.compile(r"fetch\((.+), (\{.+\})\)\.then")


def test_of_an_ordinary_origin() -> None:
    """It says where it is to be served."""
    finding = audit(allowing(lambda _origin: True), POLICY, url=URL).findings[0]
    page = demonstration_page(finding)
    call = CALL.search(page)

    assert call is not None
    assert json.loads(call[1]) == URL
    assert json.loads(call[2]) == {"method": "GET", "credentials": "include"}
    assert "Serve it at https://attacker.test" in page


def test_of_an_opaque_origin() -> None:
    """It is in a frame without one."""
    page = demonstration_page(audit(allowing([APP, "null"].__contains__), POLICY, url=URL).findings[0])
    frame = re.search(r'<iframe sandbox="allow-scripts"[^>]* srcdoc="([^"]+)"', page)

    assert frame is not None
    assert CALL.search(html.unescape(frame[1])) is not None


def test_with_headers() -> None:
    """Those that script sets are set."""
    report = audit(allowing(APP.__eq__, headers="x-other"), POLICY, url=URL)
    finding = next(finding for finding in report.findings if finding.demonstration.request.headers)
    assert '["X-Token", "cors-sim"]' in demonstration_page(finding)


def test_nothing_ends_the_script() -> None:
    """A URL can have in it what a page would take for an end."""
    url = "https://api.example.com/me#</script><script>alert(1)</script>"
    finding = audit(
        allowing(lambda _origin: True), POLICY, url="https://api.example.com/me?'</script>"
    ).findings[0]
    page = demonstration_page(finding)

    assert page.count("</script>") == 1
    assert url not in page
