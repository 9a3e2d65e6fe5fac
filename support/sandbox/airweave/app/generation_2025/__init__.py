"""Airweave as it was in August 2025, without the defects it had: API, storage and GitHub source.

The engine is today's. What differs is here: other fields in requests and answers, one Qdrant
collection for each Airweave collection (layout A), and what of a file is embedded.
"""
