"""ReplantWorld: moves NFTs from Sei to Solana, in five stages, and keeps its promises."""
