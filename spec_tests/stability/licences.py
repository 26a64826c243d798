"""
The licences of all that is installed with the package.

``python -m spec_tests.stability.licences`` prints them, and ends with 1 where one is not known to be fine.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from typing import Final

from packaging.requirements import Requirement

EXTRAS: Final = ("cli", "har", "http", "show", "testing")
"""Those that users install; the others are for whoever works on the package."""

PERMISSIVE: Final = re.compile(
    r"MIT(-0)?|BSD|ISC|Apache|Python-2\.0|PSF|MPL|Mozilla Public License|Unlicense"
)
"""What may be used by whatever uses this package. MPL covers its own files alone, which are not changed."""


def dependencies(name: str, extras: tuple[str, ...]) -> dict[str, str]:
    """What is installed for *name* with those *extras*, itself left out: licences by names."""
    found: dict[str, str] = {}
    waiting, seen = [(name, extras)], set()
    while waiting:
        at, wanted = waiting.pop()
        key = (_normal(at), tuple(sorted(wanted)))
        if key in seen:
            continue
        seen.add(key)
        try:
            metadata = distribution(at).metadata
        except PackageNotFoundError:
            continue  # Not for this Python.
        if _normal(at) != _normal(name):
            found[_normal(at)] = _licence(metadata)
        for text in metadata.get_all("Requires-Dist") or ():
            needed = Requirement(text)
            if needed.marker is None or any(
                needed.marker.evaluate({"extra": extra}) for extra in ("", *wanted)
            ):
                waiting.append((needed.name, tuple(needed.extras)))
    return dict(sorted(found.items()))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(metadata: object) -> str:
    read = metadata.get_all  # type: ignore[attr-defined]  # a message, in all versions
    expression = read("License-Expression")
    if expression:
        return str(expression[0])
    named = [
        line.rpartition(" :: ")[2] for line in read("Classifier") or () if line.startswith("License ::")
    ]
    written = [line for line in read("License") or () if "\n" not in line]
    return ", ".join(named or written) or "not said"


def main() -> int:
    """Print them."""
    found = dependencies("cors-sim", EXTRAS)
    core = dependencies("cors-sim", ())
    for name, licence in found.items():
        print(
            f"{name:24} {distribution(name).version:18} {'core' if name in core else 'extra':6} {licence}"
        )
    unknown = {name: licence for name, licence in found.items() if not PERMISSIVE.search(licence)}
    for name, licence in unknown.items():
        print(f"look at the licence of {name}: {licence}", file=sys.stderr)
    return int(bool(unknown))


if __name__ == "__main__":
    sys.exit(main())
