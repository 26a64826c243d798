"""What pytest leaves alone here: the examples have settings of their own, and are run as a reader runs them."""

collect_ignore = ["examples"]
