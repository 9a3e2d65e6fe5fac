"""ReplantWorld: an API that moves NFTs from Sei to Solana, in five stages, and keeps its promises."""
