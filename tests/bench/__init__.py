"""Measurements, run by hand: `make bench-...`. They print figures and ratios and assert nothing."""
