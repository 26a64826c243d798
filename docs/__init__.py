"""What the documentation is made with; run as ``python -m docs.NAME`` at the top of the repository."""
