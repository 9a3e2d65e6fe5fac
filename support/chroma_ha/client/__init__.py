"""The clients of Chroma HA: its vector store, what it tells of itself, and its switches."""
