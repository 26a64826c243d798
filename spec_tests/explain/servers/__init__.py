"""What the snippets make of real servers."""
