"""Runs a selection of scenarios on several processes: `python -m support run`."""
