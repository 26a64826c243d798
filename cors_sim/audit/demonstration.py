"""The page of a finding: what a tester opens in a browser to see it happen."""

import html
import json
from typing import Final

from cors_sim.audit.finding import Finding
from cors_sim.explain.words import shown
from cors_sim.requests import Request

_SCRIPT: Final = """\
const output = document.querySelector("pre");
fetch({url}, {options}).then(
  async (response) => {{
    const headers = [...response.headers].map(([name, value]) => `${{name}}: ${{value}}`).join("\\n");
    output.textContent = `Read: status ${{response.status}}\\n${{headers}}\\n\\n${{await response.text()}}`;
  }},
  (error) => {{ output.textContent = `Not read: ${{error}}. The console says why.`; }},
);"""

_BODY: Final = (
    '<pre style="white-space: pre-wrap">Waiting for an answer …</pre>\n<script>\n{script}\n</script>'
)

_PAGE: Final = """\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<h1>{title}</h1>
<p>{text}</p>
<p>{where}</p>
{body}
</html>
"""


def demonstration_page(finding: Finding) -> str:
    """
    The HTML page whose script makes the fetch of *finding* and shows what it gets.

    It says where it has to be served for that, and leaves out nothing that a page can do itself: log in
    ahead of it, where cookies matter.
    """
    request = finding.demonstration.request
    body = _BODY.format(script=_script(request))
    if request.origin.serialized == "null":
        where = "Serve it anywhere: the frame below has an opaque origin, whatever the page around it has."
        frame = html.escape(f"<!DOCTYPE html><meta charset=utf-8>{body}")
        body = f'<iframe sandbox="allow-scripts" width="100%" height="600" srcdoc="{frame}"></iframe>'
    else:
        where = (
            f"Serve it at {request.origin}. To try that without the name, start Chromium with "
            f"--host-resolver-rules='MAP {_host(request)} 127.0.0.1'."
        )
    return _PAGE.format(
        title=html.escape(finding.kind.heading),
        text=html.escape(shown(finding.text)),
        where=html.escape(where),
        body=body,
    )


def _host(request: Request) -> str:
    return str(request.origin).partition("://")[2].partition(":")[0]


def _script(request: Request) -> str:
    options: dict[str, object] = {"method": request.method, "credentials": str(request.credentials_mode)}
    if len(request.headers):
        options["headers"] = list(request.headers)
    return _SCRIPT.format(url=_literal(request.url.href), options=_literal(options))


def _literal(value: object) -> str:
    """*value* for script in a page: what would end the script is spelt out."""
    return json.dumps(value).replace("<", "\\u003c").replace("\x7f", "\\u007f")
