"""What a verdict means, for people. Nothing that decides imports this."""
