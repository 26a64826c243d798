"""What pytest leaves alone here: the examples have settings of their own, as a reader has."""

collect_ignore = ["examples"]
