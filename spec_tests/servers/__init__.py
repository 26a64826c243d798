"""What answers: each kind of server, and what stands in front of it."""
