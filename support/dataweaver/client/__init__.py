"""The client of DataWeaver."""
