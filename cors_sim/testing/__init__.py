"""
Tools for your own tests: Hypothesis strategies, assertions that explain themselves, a pytest plugin.

pytest finds the plugin by itself: see `cors_sim.testing.plugin`. The strategies have the names of what they
give, in the plural.

Needs the extras ``[testing]`` and, for servers, ``[http]``.
"""
