"""Small studies of many responses, each on an engine that exists: see README.md."""
