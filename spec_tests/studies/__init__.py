"""The examples run, and find what there is."""
