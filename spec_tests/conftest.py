"""
How many examples Hypothesis tries: say which profile in the environment variable CORS_SIM_PROFILE.

``dev`` is the default on a desk, ``ci`` where the variable CI is set, ``deep`` is for a night, and
``mutation`` for runs of the tests that are as many as there are mutants.
"""

import os

from hypothesis import Phase, Verbosity, settings

settings.register_profile("dev", max_examples=100, deadline=None)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True)
settings.register_profile("deep", max_examples=20_000, deadline=None)
settings.register_profile(
    "mutation",
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # that it fails is enough
    report_multiple_bugs=False,
    verbosity=Verbosity.quiet,
)
settings.load_profile(os.environ.get("CORS_SIM_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))
