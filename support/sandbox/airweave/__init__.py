"""A local stand-in for Airweave: its current HTTP API over real engines.

Nothing in here is canned. A sync reads a real source over HTTP, an embedding model turns the text
into vectors, a Qdrant server keeps them, and a search asks that server. What Airweave keeps in
PostgreSQL (collections, connections, jobs, which entities are known) is kept in memory and
forgotten at the end.

The way of a document: `sources` reads it, `sync` decides what to do with it, `documents` turns it
into points (`chunking`, `embedding`), `store` writes them, `search` finds them.
"""

# Where below its API the Vespa answers that today's Airweave stores in.
VESPA_PATH = "/vespa"
