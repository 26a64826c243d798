"""Programs as users write them, for type checkers: what is right passes, and what is wrong does not."""
