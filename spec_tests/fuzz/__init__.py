"""Attacks on everything that takes text from others: see `README.md`."""
