"""Relations that hold between outcomes whatever the request and the server."""
