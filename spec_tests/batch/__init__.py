"""Tables of decisions: the same as deciding row by row, only faster."""
