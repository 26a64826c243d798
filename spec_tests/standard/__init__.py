"""What the package is checked against: the steps and tables of the Fetch standard."""
