"""The observers: search and the vector store, looking at one collection."""
