"""The adapter of August 2025 against answers in the shapes that the real product gave."""
