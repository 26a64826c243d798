"""Small servers whose flaws are known, and safe ones that look like them."""
