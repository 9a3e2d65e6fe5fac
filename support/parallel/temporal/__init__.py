"""Runs scenarios on many machines, by Temporal: `python -m support run --executor temporal`."""
