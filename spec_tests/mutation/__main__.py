"""
Runs mutmut, with the tests collected once and not once a mutant.

``python -m spec_tests.mutation run`` takes the arguments of ``mutmut``, and so do its other commands.
mutmut starts pytest afresh for each mutant, which here takes seconds, and most mutants are killed in
hundredths of one. So its fork server collects the tests, and what it forks runs those that reach the
mutant, the quickest first. What is called while modules are imported is then over and done with: mutants
of that are tested in an interpreter of their own.
"""

import gc
import os
import subprocess
import sys
from collections.abc import Iterable

import mutmut.workers.isolation
import pytest
from _pytest.config import _prepareconfig
from mutmut.__main__ import cli
from mutmut.configuration import config
from mutmut.mutation.trampoline import get_mutant_under_test, set_mutant_under_test
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.utils.file_utils import change_cwd
from mutmut.utils.format_utils import mangled_name_from_mutant_name

TESTS_OF_IMPORTED = (
    "spec_tests/browsers_console",
    "spec_tests/values",
    "spec_tests/standard",
    "spec_tests/flows",
)
"""What tests that which was made while modules were imported, the likeliest first."""

FEW = 10
"""Of a function that fewer tests call, what was made on import is what counts."""


class CollectingRunner(PytestRunner):
    """Keeps what it has collected for those that are forked from it."""

    _session: pytest.Session | None = None
    _called_on_import: frozenset[str] = frozenset()

    def warm_up(self) -> None:
        """Collect every test, and note what is called meanwhile."""
        selected = [*config().pytest_add_cli_args, *config().pytest_add_cli_args_test_selection]
        # That a test fails is all there is to know: explaining it takes longer than running it.
        arguments = ["--rootdir=.", "-x", "-q", "-s", "--tb=no", "--assert=plain", *selected]
        mutant_under_test = get_mutant_under_test()
        set_mutant_under_test("stats")
        with change_cwd("mutants"):
            configured = _prepareconfig(arguments)
            configured._do_configure()  # pytest.main would undo it where it returns
            self._session = pytest.Session.from_config(configured)
            configured.hook.pytest_sessionstart(session=self._session)
            configured.hook.pytest_collection(session=self._session)
        set_mutant_under_test(mutant_under_test)
        self._called_on_import = frozenset(state()._stats)  # where trampolines note it
        gc.freeze()

    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        """Run *tests*, or all where there are none, the quickest first, until one fails."""
        if self._session is None:
            self.warm_up()
        session, durations, wanted = self._session, state().duration_by_test, set(tests)
        assert session is not None
        items = [item for item in session.items if not wanted or item.nodeid in wanted]
        session.items = sorted(items, key=lambda item: durations[item.nodeid])
        with change_cwd("mutants"):
            try:
                session.config.hook.pytest_runtestloop(session=session)
            except session.Failed:
                return 1
            if mutant_name is None:
                return 0
            called_on_import = mangled_name_from_mutant_name(mutant_name) in self._called_on_import
            if called_on_import and len(items) < FEW:
                return self._run_afresh()
        return 0

    def _run_afresh(self) -> int:
        """Run tests in another interpreter, which finds the mutant's name in its environment."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", *config().pytest_add_cli_args]
        return min(
            1,
            subprocess.run(
                [*command, *TESTS_OF_IMPORTED], stdout=subprocess.DEVNULL, check=False
            ).returncode,
        )


if __name__ == "__main__":
    os.environ["CORS_SIM_PROFILE"] = "mutation"
    vars(mutmut.workers.isolation)["PytestRunner"] = CollectingRunner
    sys.exit(cli())
