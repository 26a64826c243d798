"""
The entry point: ``cors-sim`` and ``python -m cors_sim.cli``.

Exit codes say what was found, so that nothing else may end with one of them: see `EXIT_CODES`.
"""

import signal
import sys
import traceback
from typing import Final

try:
    import click
except ModuleNotFoundError:  # pragma: no cover - tested in an environment without the extra
    sys.stderr.write("cors-sim needs its command line extra: pip install 'cors-sim[cli]'\n")
    sys.exit(2)

from cors_sim.cli.audit import command as audit
from cors_sim.cli.compare import compare
from cors_sim.cli.conclusions import UNUSABLE
from cors_sim.cli.explain import explain
from cors_sim.cli.schema import schema

CRASHED: Final = 70
"""What sysexits.h calls an internal software error; 1 would say "blocked"."""

UNWRITTEN: Final = 74
"""What sysexits.h calls an input/output error."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cors-sim")
def cli() -> None:
    """Would the browser let this script read that response, and if not, why?"""


cli.add_command(audit, "audit")
cli.add_command(explain)
cli.add_command(compare)
cli.add_command(schema)


def main() -> None:
    """Run the command line and exit."""
    if hasattr(signal, "SIGPIPE"):  # pragma: no branch - Windows has none
        # Where nobody reads on, as behind `| head -1`, click and rich exit with 1, which says "blocked".
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        sys.exit(cli(prog_name="cors-sim", standalone_mode=False))
    except click.ClickException as error:
        message = error.format_message()
        if "\n" in message:  # The help, which `cors-sim` alone asks for.
            error.show()
        else:
            sys.stderr.write(f"cors-sim: {message}\n")
        sys.exit(UNUSABLE)
    except OSError as error:
        sys.stderr.write(f"cors-sim: {error}\n")
        sys.exit(UNWRITTEN)
    except Exception:
        traceback.print_exc()
        sys.stderr.write("cors-sim: this is a bug; please report it with the lines above\n")
        sys.exit(CRASHED)


if __name__ == "__main__":
    main()
