"""A toy source, a folder of text files: what the README's walk-through asks for, file by file."""
