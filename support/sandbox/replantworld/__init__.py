"""A local stand-in for ReplantWorld: an API between a Sei chain and a Solana chain, with a database."""
