"""Mutation testing: whether the tests would notice if the package were wrong."""
