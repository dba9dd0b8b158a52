"""Looks at every kind of public page in a real browser and prints what it found: `make pages`."""
