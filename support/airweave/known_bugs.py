"""Bugs that Airweave is known to have, by the id that scenarios carry as `@bug_<id>`.

Each was seen in, or read in the code of, the release that its reason names.
"""

from support.run.plugin import KnownBug

_LOST = r"expected revision 1; search shows absent"
_KEPT = r"expected absent; search shows revision 1"
_KEPT_AMONG_MANY = "expected absent, the store holds revision 1"

KNOWN_BUGS = {
    # GitHub
    "swallowed_source_errors": KnownBug(
        reason="Airweave forgets files that GitHub could not deliver, and moves on",
        diagnosis="is in the source and no sync tells of a failure, yet search does not find it",
    ),
    "unquoted_paths": KnownBug(
        reason="Airweave asks GitHub for paths with # or ? or % as they stand, and loses the files",
        diagnosis=rf"[#%?].*: {_LOST}|are not there: .*'[^']*[#%?]",
    ),
    "neighbours_in_capitals_lost": KnownBug(
        reason="Airweave 2026-04 takes a file out of its store by a search that does not look at"
        " capitals, unless its Vespa is told to, and so every other file of that name, too",
        diagnosis=rf"(docs/security.md|src/pricing.py): {_LOST}",
        is_sporadic=True,
    ),
    "renames_ignored": KnownBug(
        reason="Airweave keeps the old path of a file that was renamed in a single commit",
        diagnosis=rf"src/pricing.py: {_KEPT}",
    ),
    "old_commits_missed": KnownBug(
        reason="Airweave looks for commits that are dated after its last sync, and so sees neither"
        " older ones that are pushed later nor that some were taken back",
        diagnosis=rf"{_LOST}|docs/security.md: {_KEPT}",
    ),
    "wrong_credentials_taken_over": KnownBug(
        reason="Airweave 2026-04 takes over credentials untried, and fails at the next sync",
        diagnosis="Airweave took over credentials that the source does not know",
    ),
    "unseen_files_counted": KnownBug(
        reason="Airweave counts files as deleted that it does not hold: they came and went between"
        " two of its syncs, or it reads of their end once more",
        diagnosis="the sync job reports 1 deleted, but the observers see 0",
    ),
    "large_commits_cut": KnownBug(
        reason="Airweave reads of a commit the first page of its files, of which there are 300",
        diagnosis="are not there: .*'archive/number-",
    ),
    "emptied_files_kept": KnownBug(
        reason="Airweave keeps the old words of a file that was emptied",
        diagnosis=rf"src/pricing.py: {_KEPT}",
    ),
    "emptied_folders_kept": KnownBug(
        reason="Airweave keeps a folder of GitHub when its last file was deleted",
        diagnosis="Search for 'config' still finds the folder",
    ),
    "new_folders_missing": KnownBug(
        reason="Airweave collects no folder that came after the first sync",
        diagnosis="The collection does not hold .+/(handbook|src/pricing.py)",
    ),
    "lost_chunks_not_restored": KnownBug(
        reason="Airweave 2026-04 leaves out of a full sync what did not change, stored or not",
        diagnosis=rf"docs/onboarding.md: {_LOST}",
    ),
    "withheld_folders_emptied": KnownBug(
        reason="Airweave 2026-04 takes what GitHub could not list in a full sync for deleted",
        diagnosis=_LOST,
    ),
    "single_lines_lost": KnownBug(
        reason="Airweave 2026-04 drops files of a single line whose language it cannot guess",
        diagnosis=rf"README.md: {_LOST}"
        r"|are not there: .*'(many/file-|odd/no last line.md|.github/workflows/build.yml)",
        is_sporadic=True,
    ),
    "megabytes_left_out": KnownBug(
        reason="Airweave 2026-04 leaves out files of GitHub that are larger than a megabyte",
        diagnosis="are not there: .*'long/archive.md'",
    ),
    "endings_taken_literally": KnownBug(
        reason="Airweave 2026-04 leaves out files whose names have no ending, or one in capitals",
        diagnosis="are not there: .*'(README.MD|src/LEGACY.PY|Makefile)'",
    ),
    "words_escaped": KnownBug(
        reason="Airweave 2026-04 indexes words of other scripts as the codes of JSON",
        diagnosis=r"(Οδηγός|案内)\.md` is not found first by its own words in keyword search",
    ),
    "repository_not_named": KnownBug(
        reason="Airweave says only that something was not found, or that an address was not",
        diagnosis="refuses without naming the repository",
    ),
    "shared_document_ids": KnownBug(
        reason="Airweave 2026-04 gives what has one name in two collections one place in its store",
        diagnosis=rf"{_LOST}|ed, but the observers see|feeds has lost|does not hold .+, in",
    ),
    "late_cancel_stuck": KnownBug(
        reason="Airweave 2026-04 leaves a sync that was cancelled in its last second cancelling,"
        " or completes it",
        diagnosis="in vain for the sync job to end; last seen: job cancelling"
        r"|ended otherwise: job completed .+ after 0\.\d s",
        is_sporadic=True,
    ),
    "cancel_overwritten": KnownBug(
        reason="Airweave 2025-08 forgets that a sync was cancelled when it comes to its end",
        diagnosis="ended otherwise: job completed|ended as cancelled, and then went on",
    ),
    "hybrid_brings_ten": KnownBug(
        reason="Airweave 2025-08 brings the best ten by meaning and words, whatever is asked for",
        diagnosis=r"hybrid search (in pages of \d+ come|leaves out \d+ of 12)",
    ),
    "token_shown_on_request": KnownBug(
        reason="Airweave 2025-08 shows the token of a connection to whoever asks for it",
        diagnosis="GET /source-connections/[-a-f0-9]+ shows the personal_access_token",
    ),
    "sync_errors_hidden": KnownBug(
        reason="Airweave 2025-08 shows only with a sync why it failed, and not with its connection",
        diagnosis=r"the newest sync: not one error, but None \(GET /source-connections/\{id\}\)",
    ),
    "lingering_vectors": KnownBug(
        reason="Airweave 2025-08 deletes files of GitHub from its database, but not from Qdrant",
        diagnosis="was deleted.*, yet search still finds it|search shows revision 1 and 2"
        f"|{_KEPT_AMONG_MANY}",
    ),
    "collapsed_chunks": KnownBug(
        reason="Airweave 2025-08 stores all chunks of a file under one id; the last one survives",
        diagnosis=r"search shows revision 1 without \d+ of \d+ sentences"
        r"|long/\w+.md is not the same from character",
    ),
    "prose_lost": KnownBug(
        reason="Airweave 2026-04 drops what it takes for plain prose: it knows no such language",
        diagnosis=r"notes/\w+\.txt: expected revision 1; search shows absent",
    ),
    "last_items_lost": KnownBug(
        reason="Airweave 2025-08 now and then loses the last thing that a sync reads: it gives up"
        " waiting in the moment in which that comes, more often on a busy machine",
        diagnosis=r"\b1 of \d+ (are not there: |documents are not as they should be:\n- .+ is in"
        r" the source and no sync tells of a failure, yet search does not find it"
        r"|documents: expected revision \d, the store holds absent)",
        is_sporadic=True,
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
    "disconnected_syncs_go_on": KnownBug(
        reason="Airweave 2025-08 lets a sync go on whose connection was deleted; what it writes of"
        " what it knew before, such as the repository, stays in Qdrant",
        diagnosis=r"(Search still shows|After it was deleted there came) ",
        is_sporadic=True,
    ),
    "commits_read_twice": KnownBug(
        reason="Airweave 2025-08 writes what the newest commit of its last sync touched again, if"
        " that was pushed in the moment of its date",
        diagnosis=r"written again by the sync: .*\(GitHubCodeFileEntity\)",
        is_sporadic=True,
    ),
    # Gmail
    "mail_labels_unseen": KnownBug(
        reason="Airweave 2026-04 sees no label change between two full syncs, and so no trash",
        diagnosis=rf"Pricing: {_KEPT}",
    ),
    "mail_query_ignored": KnownBug(
        reason="Airweave 2026-04 collects every new mail, whatever query was chosen",
        diagnosis="msg_.+: expected absent; search shows never written",
    ),
    "expired_histories_fail": KnownBug(
        reason="Airweave 2026-04 fails for ever once Gmail has forgotten the history that it knew",
        diagnosis="The sync did not complete: job failed",
    ),
    "dotted_subjects_lost": KnownBug(
        reason="Airweave 2026-04 takes what follows a full stop in a subject for a file's ending",
        diagnosis=rf"Version 1.2 is out: {_LOST}",
    ),
    "mails_without_text_lost": KnownBug(
        reason="Airweave 2026-04 drops mails that have no text",
        diagnosis="should bring the message first",
    ),
    "twin_attachments_lost": KnownBug(
        reason="Airweave 2026-04 gives attachments of one name in one mail one id",
        diagnosis="should bring the attachment first",
    ),
    "attached_texts_lost": KnownBug(
        reason="Airweave 2026-04 takes attached files of plain text for parts of the mail itself",
        diagnosis="should bring the attachment first .*, but brings",
    ),
    "attachments_outlive_mails": KnownBug(
        reason="Airweave 2026-04 removes a deleted mail between two full syncs only",
        diagnosis="Search for 'Zebrawood Shelves' still finds the attachment",
    ),
    # Google Drive
    "expired_changes_lost": KnownBug(
        reason="Airweave 2026-04 goes on from now when Drive has forgotten the changes it knew",
        diagnosis=rf"Security.txt: {_LOST}",
    ),
    "withheld_taken_for_deleted": KnownBug(
        reason="Airweave 2026-04 takes what Google or Linear did not hand out in a full sync for"
        " deleted",
        diagnosis=rf"Pricing(.md)?: {_LOST}",
    ),
    "drive_folder_ignored": KnownBug(
        reason="Airweave 2026-04 looks at the chosen folder in full syncs only",
        diagnosis=rf"Pricing.md: {_KEPT}|: expected absent; search shows never written",
    ),
    "sheets_lost": KnownBug(
        reason="Airweave 2026-04 exports sheets of Google's as xlsx, which it does not read",
        diagnosis=rf"Price list: {_LOST}",
    ),
    "files_without_ending_lost": KnownBug(
        reason="Airweave 2026-04 tells what a file is by the ending of its name",
        diagnosis=rf"LICENSE: {_LOST}",
    ),
    # Google Calendar
    "calendar_ids_shared": KnownBug(
        reason="Airweave 2026-04 gives a calendar and its place in the list of calendars one id",
        diagnosis=r"should be, but:(\n- the sync job reports \d+ (inser|upda)ted, .+){2}\nThe ",
    ),
    # Stripe, Linear, Slack, Notion, PostgreSQL
    "deleted_customers_linger": KnownBug(
        reason="Airweave shows in Stripe's events what was noted about customers who are gone",
        diagnosis="Search still brings what `Ben Baker` said, which is gone",
    ),
    "linear_comments_cut": KnownBug(
        reason="Airweave 2026-04 reads the first fifty comments on an issue, and no more",
        diagnosis="should bring the comment first",
    ),
    "linear_removals_unseen": KnownBug(
        reason="Airweave 2026-04 is told by Linear what changed, and so of nothing that is gone",
        diagnosis=rf"Pricing: {_KEPT}|{_KEPT_AMONG_MANY}",
    ),
    "slack_tokens_unchecked": KnownBug(
        reason="Airweave 2026-04 reads no refusal in Slack's answers, which are always 200",
        diagnosis="Airweave accepted the connection",
    ),
    "filter_groups_joined": KnownBug(
        reason="Airweave 2026-04 wants all groups of a filter to hold, and not one of them",
        diagnosis="by the kind .*: 'either' leaves out",
    ),
    "one_refusal_breaks_search": KnownBug(
        reason="Airweave 2026-04 searches nothing in a collection while Slack refuses one token",
        diagnosis=r"answered 500 to POST /collections/\S+/search",
    ),
    "withheld_words_cut": KnownBug(
        reason="Airweave 2026-04 writes a page without the words that Notion did not hand out",
        diagnosis=r"Pricing: expected revision 1; written again although nothing changed"
        r"[\s\S]*without its words",
    ),
    "notion_tables_unread": KnownBug(
        reason="Airweave does not read the cells of tables on pages of Notion",
        diagnosis="Price list: expected revision 1; search shows without its words",
    ),
    "numbers_rewritten": KnownBug(
        reason="Airweave 2025-08 parses the text of PostgreSQL's columns as JSON",
        diagnosis="Search for '1e3' misses",
    ),
    "tables_in_capitals_fail": KnownBug(
        reason="Airweave 2025-08 asks PostgreSQL for the key of a table by a name without quotes,"
        " which PostgreSQL reads in small letters, and so the sync fails",
        diagnosis="The sync did not complete: job failed",
    ),
    "rows_without_key_lost": KnownBug(
        reason="Airweave 2025-08 gives all rows of a table that has no key one id, and keeps one",
        diagnosis="Search does not bring (Onboarding|Pricing|Roadmap)",
    ),
    "rows_rewritten": KnownBug(
        reason="Airweave 2025-08 writes all rows of PostgreSQL again with every sync",
        diagnosis="Unchanged, yet written again by the sync",
    ),
}
