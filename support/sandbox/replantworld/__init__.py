"""A local stand-in for ReplantWorld: an API between two chains, with a database and a cache."""
