"""A Solana chain: the real virtual machine with its token programs, over JSON-RPC."""
