"""The animals: ID.json says what each is, and the file beside it is the server."""
