"""Who judges what was seen of Chroma HA."""
