"""The naive oracle (see naive.py)."""
