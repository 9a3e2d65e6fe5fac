"""Runs on more machines than there are: the workflow's own code, on a clock of its own."""
