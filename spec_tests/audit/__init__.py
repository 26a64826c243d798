"""Audits of servers made for it, and of real middlewares."""
