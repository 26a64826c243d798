"""Tools for your own tests."""
