"""Explanations, fixes and snippets."""
