"""What was found, for people: on a terminal, as a page, as Markdown, as a diagram. It decides nothing."""
