"""A local stand-in for Chroma HA: its HTTP API over entries that are kept in memory."""
