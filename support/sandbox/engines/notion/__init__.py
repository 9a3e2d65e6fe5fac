"""A small Notion: pages, databases and blocks; Notion's own Python client proves it right."""
