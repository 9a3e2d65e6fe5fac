"""Qdrant's REST API over the local mode of its own Python client."""
