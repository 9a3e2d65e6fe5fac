"""Bugs that Airweave is known to have, by the id that scenarios carry as `@bug_<id>`."""

from support.run.plugin import KnownBug

KNOWN_BUGS = {
    "shared_document_ids": KnownBug(
        reason="files of one name in two collections overwrite each other in the store",
        diagnosis="expected revision 1; search shows absent",
    ),
    "lingering_vectors": KnownBug(
        reason="Airweave 2025-08 deletes files of GitHub from its database, but not from Qdrant",
        diagnosis="was deleted.*, yet search still finds it|search shows revision 1 and 2",
    ),
    "collapsed_chunks": KnownBug(
        reason="Airweave 2025-08 stores all chunks of a file under one id; the last one survives",
        diagnosis=r"search shows revision 1 without \d+ of \d+ sentences",
    ),
    "prose_lost": KnownBug(
        reason="Airweave drops files that it takes for plain prose: it knows no such language",
        diagnosis=r"notes/\w+\.txt: expected revision 1; search shows absent",
    ),
    "unsearchable_bodies": KnownBug(
        reason="Airweave 2025-08 makes files of GitHub searchable by name and path only",
        diagnosis="yet search for these words brings",
    ),
    "restless_repository": KnownBug(
        reason="Airweave 2025-08 writes the repository again with every sync",
        diagnosis=r"written again by the sync: .*\(GitHubRepositoryEntity\)",
    ),
    "divided_repository": KnownBug(
        reason="Airweave 2025-08 names the repository differently in its first and later syncs",
        diagnosis="The collection does not hold [^/ ]+/[^/ ]+, in which",
    ),
    "swallowed_source_errors": KnownBug(
        reason="Airweave 2025-08 forgets files that GitHub could not deliver, and moves on",
        diagnosis="is in the source and no sync tells of a failure, yet search does not find it",
    ),
    "commits_read_twice": KnownBug(
        reason="Airweave 2025-08 writes what the newest commit of its last sync touched again",
        diagnosis=r"written again by the sync: .*\(GitHubCodeFileEntity\)",
    ),
}
