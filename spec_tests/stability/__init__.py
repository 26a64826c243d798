"""What others build on stays as it is, until a release says otherwise: see `README.md`."""
