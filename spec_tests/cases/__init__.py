"""Cases that any implementation of the Fetch standard's CORS algorithms can be tested with."""
