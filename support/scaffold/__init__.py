"""Skeletons of what can be added here: green at once, to be replaced piece by piece."""
