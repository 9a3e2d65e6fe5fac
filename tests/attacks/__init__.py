"""Attacks on the suite itself: wrong settings, systems that answer nonsense, secrets that leak."""
