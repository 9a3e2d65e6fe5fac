"""Who judges what was seen of DataWeaver."""
