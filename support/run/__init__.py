"""A run from start to end: what it tests, what it makes, and how that is undone."""
