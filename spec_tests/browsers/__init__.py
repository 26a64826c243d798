"""What real browsers did, and what the package says that they do."""
