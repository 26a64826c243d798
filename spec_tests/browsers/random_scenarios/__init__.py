"""Seeded random scenarios: mostly plausible requests, each with a few odd things about it."""

from .draw import Draw
from .generator import generate, random_scenario

__all__ = ["Draw", "generate", "random_scenario"]
