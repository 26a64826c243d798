"""
The HAR of the documentation: ``python -m spec_tests.capture.har.example``.

Some requests of the one that Chromium exported, so that what is explained can be shown whole.
"""

import json
from pathlib import Path
from typing import Any, Final

from spec_tests.capture.har import recordings

PATH: Final = Path(__file__).parents[3] / "docs" / "examples" / "site.har"
CASES: Final = ("readable", "missing", "method-refused", "authorization")


def example() -> str:
    """The text of the HAR."""
    har: dict[str, Any] = json.loads(recordings.har("chromium"))
    log = har["log"]
    log["entries"] = [entry for entry in log["entries"] if _case(entry) in CASES]
    return json.dumps(har, indent=1) + "\n"


def _case(entry: dict[str, Any]) -> str:
    path: str = entry["request"]["url"].partition("?")[0]
    return path.rpartition("/")[2]


def main() -> None:
    """Write it."""
    PATH.write_text(example(), encoding="utf-8")


if __name__ == "__main__":
    main()
