"""A local stand-in for DataWeaver: its HTTP API over entries that are kept in memory."""
