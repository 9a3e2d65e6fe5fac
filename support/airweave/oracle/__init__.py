"""The oracle: what was observed, compared with what must be, and put into words."""
