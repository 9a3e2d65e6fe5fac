"""Who judges what was seen of ReplantWorld."""
