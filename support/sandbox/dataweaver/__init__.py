"""A local stand-in for DataWeaver: its HTTP API over PostgreSQL, and connectors that really read."""
