"""
WebKit's HAR: ``python -m spec_tests.capture.har.record_webkit``.

The exporter is WebKit's own: its Web Inspector, which Safari's is, writes the HAR. The browser is
WebKitGTK, whose network layer is not Safari's.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from spec_tests.capture.har import servers
from spec_tests.capture.har.cases import CASES, PAGE, SCRIPT
from spec_tests.capture.har.recordings import write

HERE = Path(__file__).parent
ENVIRONMENT = {
    "GDK_BACKEND": "x11",
    "GIO_USE_PROXY_RESOLVER": "dummy",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "NO_AT_BRIDGE": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
    "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
}


def main() -> None:
    """Do each case, export, and write what script saw beside it."""
    cases = {name: case.script for name, case in CASES.items()}
    asked = {"page": f"{PAGE}/", "script": SCRIPT, "cases": cases}
    with servers.running(), tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            ["xvfb-run", "-a", "/usr/bin/python3", str(HERE / "webkit_host.py")],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=True,
            timeout=300,
            env={**os.environ, **ENVIRONMENT, "HOME": home},
        )
    said = json.loads(done.stdout)
    write("webkit", said["har"], said["browser"], said["saw"])


if __name__ == "__main__":
    main()
