"""The tools for tests, tested."""
