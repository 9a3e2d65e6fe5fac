"""The sandbox of Chroma HA."""
