"""Runs on more machines than there are: the workflows' own code, on a clock of its own."""
