"""Recorded evidence: text that a tool printed, read back as requests and responses."""
