"""The client of ReplantWorld."""
