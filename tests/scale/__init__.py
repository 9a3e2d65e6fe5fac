"""How the suite grows with a source."""
