"""
One target under libFuzzer: what `python -m spec_tests.fuzz` starts, a process each.

libFuzzer ends its process itself, so that it has to be one of its own.
"""

import sys

import atheris


def main() -> None:
    """Attack the target that is named first; the rest is for libFuzzer."""
    name, *arguments = sys.argv[1:]
    with atheris.instrument_imports(include=["cors_sim"], enable_loader_override=False):
        from spec_tests.fuzz.targets import TARGETS, attempt
    target = TARGETS[name]
    # What is loaded late is no part of what an input takes.
    attempt(target, b"")
    atheris.Setup([name, *arguments], lambda data: attempt(target, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
