"""The recorded HAR files, and what script saw while each was recorded."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

RECORDED: Final = Path(__file__).parent / "recorded"
NAMES: Final = ("chromium", "chromium-sanitized", "firefox", "webkit")


def write(name: str, har: str, browser: str, saw: Mapping[str, str | None]) -> None:
    """Write what was recorded: the HAR to the byte, but compressed."""
    RECORDED.mkdir(exist_ok=True)
    (RECORDED / f"{name}.har.gz").write_bytes(gzip.compress(har.encode(), mtime=0))
    said = {"browser": browser, "saw": dict(saw)}
    (RECORDED / f"{name}.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


def har(name: str) -> bytes:
    """The HAR of that name, as the browser exported it."""
    return gzip.decompress((RECORDED / f"{name}.har.gz").read_bytes())


def saw(name: str) -> dict[str, str | None]:
    """What script saw of each case: ``readable``, ``opaque``, ``blocked``, or None where it cannot tell."""
    said: dict[str, Any] = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    words: dict[str, str | None] = said["saw"]
    return words
