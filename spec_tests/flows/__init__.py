"""Whole fetches, by every way to drive them."""
