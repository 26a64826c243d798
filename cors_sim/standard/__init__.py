"""
The Fetch standard's own algorithms: one module a section, functions named after its terms.

Comments ``# 4.`` give the number of the standard's step, in its order; ``Spec:`` lines give the place.
A step that is not modelled is listed, with the reason, in ``spec_tests/standard/not_modelled.json``.
"""
