"""Readers: one a kind of source, which opens it and shows the tables in it."""
