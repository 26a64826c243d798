"""What else decides about CORS, beside cors_sim: see README.md."""
