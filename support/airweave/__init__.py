"""Airweave: its API, its stored vectors, and the oracle that compares both with a source."""
