"""What the real connectors other than GitHub's are known to get wrong."""

import dataclasses
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from itertools import chain
from typing import Any
from unittest.mock import patch

from fastapi import HTTPException

from support.sandbox.airweave.app import federated
from support.sandbox.airweave.app.sources import (
    gmail,
    google_calendar,
    google_drive,
    notion,
    stripe,
)
from support.sandbox.airweave.app.sources.base import (
    Cursor,
    Deletion,
    Entity,
    Reading,
    SourceError,
)
from support.sandbox.airweave.app.sources.gmail import GmailSource
from support.sandbox.airweave.app.sources.google_drive import GoogleDriveSource
from support.sandbox.airweave.app.sources.linear import LinearSource
from support.sandbox.airweave.app.sources.notion import NotionSource
from support.sandbox.airweave.app.sources.postgresql import PostgreSQLSource
from support.sandbox.airweave.app.sources.slack import SlackSource
from support.sandbox.airweave.app.sync import SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.sources import of_kind
from support.sandbox.airweave.sabotage.syncing import Changes, reading, without
from support.sandbox.airweave.sabotage.titles import NEW, STILL, UNCLAIMED, UNCOUNTED
from support.sandbox.kit.sabotage import Plant

Context = AbstractContextManager[object]
Item = dict[str, Any]

of_2026: Callable[..., Callable[[Plant], Plant]] = partial(
    CATALOGUE.sabotage, releases=("2026-04",)
)
of_2025: Callable[..., Callable[[Plant], Plant]] = partial(
    CATALOGUE.sabotage, releases=("2025-08",)
)


@of_2026(
    "A mail that was trashed or lost its label stays in search.",
    caught_by=(titles.MAIL_TRASHED, titles.MAIL_UNLABELLED),
    at=titles.CHANGED,
    diagnosis=rf"Pricing: expected absent; search shows revision 1{UNCLAIMED}",
)
def mail_labels_unseen() -> Context:
    return _removing_mails_only(lambda _record: True)


@of_2026(
    "A file of plain text that came with a mail is left out.",
    caught_by=titles.ATTACHED_TEXT,
    at='search for "Zebrawood Shelves" finds the attachment first',
    diagnosis="should bring the attachment first .*, but brings nothing" + STILL,
)
def attached_texts_lost() -> Context:
    is_attachment = of_kind(gmail.ATTACHMENT)
    return without(lambda one: is_attachment(one) and one.fields["mime_type"] == "text/plain")


@of_2026(
    "What came with a mail that was deleted stays in search.",
    caught_by=titles.ATTACHMENT_GONE,
    at='search for "Zebrawood Shelves" finds the attachment no more',
    diagnosis="Search for 'Zebrawood Shelves' still finds the attachment note.md" + STILL,
)
def attachments_outlive_mails() -> Context:
    return _removing_mails_only(lambda record: record.keys().isdisjoint(gmail.LABEL_CHANGES))


def _removing_mails_only(is_understood: Callable[[Item], bool]) -> Context:
    """Let an incremental reading remove deleted mails, and nothing else, by records like these."""
    original = GmailSource._increment

    def increment(source: GmailSource, records: list[Item], reached: Cursor) -> Reading | None:
        if not all(map(is_understood, records)):
            return original(source, records, reached)
        read = original(source, [{gmail.ADDED: it.get(gmail.ADDED, [])} for it in records], reached)
        deleted = (one["message"] for it in records for one in it.get(gmail.DELETED, []))
        removals = (Deletion(f"msg_{message['id']}") for message in deleted)
        return read and dataclasses.replace(read, changes=chain(read.changes, removals))

    return patch.object(GmailSource, "_increment", increment)


@of_2026(
    "A mail that nobody asked for is collected when it comes after the first sync.",
    caught_by=titles.UNLABELLED,
    at=titles.UNCHANGED,
    diagnosis="msg_.+: expected absent; search shows never written",
)
def mail_query_ignored() -> Context:
    def chosen(_: GmailSource, threads: Set[str]) -> Iterator[str]:
        return iter(threads)

    return patch.object(GmailSource, "_chosen", chosen)


@of_2026(
    "A mail whose subject holds a full stop is taken for a file of an unknown kind, and lost.",
    caught_by=titles.DOTTED_SUBJECT,
    at=titles.CHANGED,
    diagnosis=rf"Version 1.2 is out: {NEW} {UNCOUNTED}{STILL}",
)
def dotted_subjects_lost() -> Context:
    is_message = of_kind(gmail.MESSAGE)
    return without(lambda entity: is_message(entity) and "." in entity.name.rstrip("."))


@of_2026(
    "A mail that has no text beside its subject is left out.",
    caught_by=titles.SUBJECT_ONLY,
    at='search for "Zebrawood Shelves" finds the message first',
    diagnosis="should bring the message first .*, but brings (nothing|GmailThreadEntity)" + STILL,
)
def mails_without_text_lost() -> Context:
    is_message = of_kind(gmail.MESSAGE)
    return without(lambda entity: is_message(entity) and entity.text.endswith(f"{entity.name}\n\n"))


@of_2026(
    "Of two attachments of one name the second is taken for the first one again, and lost.",
    caught_by=titles.TWIN_ATTACHMENTS,
    at='search for "Zebrawood Shelves" finds the attachment first',
    diagnosis="should bring the attachment first .*, but brings nothing" + STILL,
)
def twin_attachments_lost() -> Context:
    def first_of_each_name(_: SyncRun, changes: Changes) -> Changes:
        seen: set[tuple[object, str]] = set()
        for item in changes:
            if isinstance(item, Entity) and item.entity_type == gmail.ATTACHMENT:
                place = (item.fields["message_id"], item.name)
                if place in seen:
                    continue
                seen.add(place)
            yield item

    return reading(first_of_each_name)


@of_2026(
    "A calendar and its place in the list of calendars are remembered as one, and so the first sync"
    " forgets the one, and a change of the other removes it.",
    caught_by=(titles.CALENDAR_IDLE, titles.DESCRIBED),
    at=titles.UNCHANGED,
    diagnosis=r"the sync job reports \d inserted, but the observers see 0\n"
    r"- the sync job reports \d updated, but the observers see \d" + STILL,
)
@contextmanager
def calendar_ids_shared() -> Iterator[None]:
    remove, write = SyncRun._remove, SyncRun._write

    def remove_both(run: SyncRun, ids: set[str]) -> None:
        remove(run, ids | {f"{one}_list" for one in ids})

    def remember_one(run: SyncRun, inserted: list[Entity], updated: list[Entity]) -> None:
        write(run, inserted, updated)
        for entity in filter(of_kind(google_calendar.CALENDAR), inserted):
            run._sync.known.pop(f"{entity.entity_id}_list", None)

    with (
        patch.object(SyncRun, "_remove", remove_both),
        patch.object(SyncRun, "_write", remember_one),
    ):
        yield


@of_2026(
    "From the second sync on, the whole drive is collected, whatever folder was chosen.",
    caught_by=(titles.MOVED_OUT, titles.BESIDE),
    at={titles.MOVED_OUT: titles.CHANGED, titles.BESIDE: titles.UNCHANGED},
    diagnosis="Pricing.md: expected absent; search shows revision 1"
    "|: expected absent; search shows never written",
)
def drive_folder_ignored() -> Context:
    original = GoogleDriveSource.incremental

    def incremental(source: GoogleDriveSource, cursor: Cursor) -> Reading | None:
        with patch.object(source, "_is_included", lambda _path: True):
            return original(source, cursor)

    return patch.object(GoogleDriveSource, "incremental", incremental)


@of_2026(
    "A text file whose name has no ending is left out.",
    caught_by=titles.NO_ENDING,
    at=titles.CHANGED,
    diagnosis=rf"LICENSE: {NEW} {UNCOUNTED}{STILL}",
)
def files_without_ending_lost() -> Context:
    def is_lost(entity: Entity) -> bool:
        is_document = entity.fields.get("mime_type") == google_drive._DOCUMENT
        is_file = entity.entity_type == google_drive.FILE and not is_document
        return is_file and "." not in entity.name

    return without(is_lost)


@of_2026(
    "Once Gmail has forgotten the history that a mailbox was read to, every sync fails.",
    caught_by=titles.HISTORY_EXPIRED,
    at=titles.AFTER_EXPIRY,
    diagnosis="The sync did not complete: job failed",
)
def expired_histories_fail() -> Context:
    def history(source: GmailSource, start: str) -> list[Item]:
        listed = source._api.paged(f"{gmail._USER}/history", startHistoryId=start, maxResults=500)
        return list(listed)

    return patch.object(GmailSource, "_history", history)


@of_2026(
    "What changed in a drive before its list of changes expired is never read.",
    caught_by=titles.CHANGES_EXPIRED,
    at=titles.CHANGED,
    diagnosis=rf"Security.txt: {NEW} {UNCOUNTED}{STILL}",
)
def expired_changes_lost() -> Context:
    original = GoogleDriveSource.incremental

    def incremental(source: GoogleDriveSource, cursor: Cursor) -> Reading | None:
        read = original(source, cursor)
        if read is None and cursor["patterns"] == source._cursor("")["patterns"]:
            token = source._api.json(f"{google_drive._CHANGES}/startPageToken")["startPageToken"]
            return Reading(iter(()), source._cursor(token), complete=False)
        return read

    return patch.object(GoogleDriveSource, "incremental", incremental)


@of_2026(
    "What a source did not hand out in a sync from scratch is taken out of search.",
    caught_by=(titles.MAIL_WITHHELD, titles.WITHHELD_IN_DRIVE, titles.LINEAR_WITHHELD),
    at=titles.UNCHANGED,
    diagnosis="Pricing(.md)?: expected revision 1; search shows absent",
)
@contextmanager
def withheld_taken_for_deleted() -> Iterator[None]:
    file, threads = GoogleDriveSource._file, GmailSource._entities
    pages = LinearSource._pages

    def file_if_any(source: GoogleDriveSource, item: Item, path: str) -> Iterator[Entity]:
        with suppress(SourceError):
            yield from file(source, item, path)

    def threads_if_any(source: GmailSource, wanted: Iterable[str]) -> Iterator[Entity]:
        for thread in wanted:
            with suppress(SourceError):
                yield from threads(source, [thread])

    def pages_if_any(source: LinearSource, key: str) -> Iterator[Item]:
        with suppress(SourceError):
            yield from pages(source, key)

    with (
        patch.object(GoogleDriveSource, "_file", file_if_any),
        patch.object(LinearSource, "_pages", pages_if_any),
        patch.object(GmailSource, "_entities", threads_if_any),
    ):
        yield


@of_2026(
    "A sheet of Google's own is left out.",
    caught_by=titles.SHEET,
    at=titles.CHANGED,
    diagnosis=rf"Price list: {NEW} {UNCOUNTED}{STILL}",
)
def sheets_lost() -> Context:
    return without(lambda entity: entity.fields.get("mime_type") == google_drive._SHEET)


@CATALOGUE.sabotage(
    "A document of Google's own that was trashed comes back with the next sync from scratch.",
    caught_by=titles.DOCUMENT_TRASHED,
    at=titles.FINDS,
    diagnosis="Meeting notes: expected absent; search shows revision 1",
)
def trashed_documents_kept() -> Context:
    original = GoogleDriveSource._listed
    trashed = f"mimeType = '{google_drive._DOCUMENT}' and trashed = true"

    def listed(source: GoogleDriveSource, query: str) -> Iterator[Item]:
        return chain(original(source, query), original(source, trashed))

    return patch.object(GoogleDriveSource, "_listed", listed)


@CATALOGUE.sabotage(
    "What was noted about a deleted customer is still found, in what happened to that customer.",
    caught_by=titles.CUSTOMER_GONE,
    at='search finds nothing of "Ben Baker" any more',
    diagnosis="Search still brings what `Ben Baker` said, which is gone" + STILL,
    releases=("2025-08", "2026-04"),
)
def deleted_customers_linger() -> Context:
    return patch.object(stripe, "_is_of", lambda _event, _customers: True)


@of_2026(
    "An issue that was deleted or archived stays in search.",
    caught_by=(titles.ISSUE_DELETED, titles.ARCHIVED),
    at=titles.CHANGED,
    diagnosis=rf"Pricing: expected absent; search shows revision 1{UNCLAIMED}",
)
def linear_removals_unseen() -> Context:
    original = LinearSource.incremental

    def incremental(source: LinearSource, cursor: Cursor) -> Reading:
        return dataclasses.replace(original(source, cursor), complete=False)

    return patch.object(LinearSource, "incremental", incremental)


@of_2026(
    "A token that Slack does not know is accepted.",
    caught_by=titles.SLACK_TOKEN,
    at=titles.NAMES_CREDENTIALS,
    diagnosis="Airweave accepted the connection and synced",
)
def slack_tokens_unchecked() -> Context:
    return patch.object(SlackSource, "validate", lambda _source: None)


@of_2026(
    "While Slack refuses the token of one connection, nothing is found in its collection.",
    caught_by=titles.ONE_REFUSED,
    at=titles.UNCHANGED,
    diagnosis=r"answered 500 to POST /collections/\S+/search/instant",
)
@contextmanager
def one_refusal_breaks_search() -> Iterator[None]:
    def refused(*search: Any) -> list[Any]:  # noqa: ANN401  passed through
        try:
            return list(federated._hits(*search))
        except SourceError as error:
            raise HTTPException(500, f"Federated search failed: {error}") from error

    with slack_tokens_unchecked(), patch.object(federated, "_hits_if_any", refused):
        yield


@of_2026(
    "A page whose words could not be read at once is written without them.",
    caught_by=titles.WORDS_WITHHELD,
    at=titles.UNCHANGED,
    diagnosis="Pricing: expected revision 1; written again although nothing changed"
    r"[\s\S]*without its words",
)
def withheld_words_cut() -> Context:
    original = NotionSource._texts

    def texts_if_any(source: NotionSource, block_id: str) -> Iterator[str]:
        with suppress(SourceError):
            yield from original(source, block_id)

    return patch.object(NotionSource, "_texts", texts_if_any)


@of_2026(
    "What stands in a table on a page is not read.",
    caught_by=titles.TABLE_ON_PAGE,
    at=titles.CHANGED,
    diagnosis="Price list: expected revision 1; search shows without its words",
)
def notion_tables_unread() -> Context:
    original = notion._words
    return patch.object(notion, "_words", lambda content: original({**content, "cells": []}))


def rows(change: Callable[[Item], Item]) -> Context:
    """Change every row of a table as it is read."""
    original = PostgreSQLSource._entity

    def entity(source: PostgreSQLSource, table: Item, row: Item) -> Entity:
        return original(source, table, change(row))

    return patch.object(PostgreSQLSource, "_entity", entity)


@of_2025(
    "A code such as 1e3 is taken for a number, and stored as another one would write it.",
    caught_by=titles.NUMBERS,
    at='search for "1e3" brings every row',
    diagnosis="Search for '1e3' misses" + STILL,
)
def numbers_rewritten() -> Context:
    def parsed(value: object) -> object:
        try:
            return json.loads(str(value))
        except ValueError:
            return value

    return rows(lambda row: {name: parsed(value) for name, value in row.items()})


@of_2025(
    "A table whose name has capitals cannot be synced.",
    caught_by=titles.TABLE_IN_CAPITALS,
    at=titles.SYNCS,
    diagnosis="The sync did not complete: job failed",
)
def tables_in_capitals_fail() -> Context:
    original = PostgreSQLSource._entity

    def entity(source: PostgreSQLSource, table: Item, row: Item) -> Entity:
        if not table["name"].islower():
            raise SourceError(f"There is no table {table['name'].lower()}")
        return original(source, table, row)

    return patch.object(PostgreSQLSource, "_entity", entity)


@of_2025(
    "Of a table without a key only the first row is found.",
    caught_by=titles.NO_KEY,
    at=titles.EVERY_ROW,
    diagnosis="Search does not bring (Onboarding|Pricing|Roadmap)" + STILL,
)
def rows_without_key_lost() -> Context:
    original = PostgreSQLSource._entity

    def entity(source: PostgreSQLSource, table: Item, row: Item) -> Entity:
        made = original(source, table, row)
        place = made.entity_id.partition(":")[0]
        return made if table["key"] else dataclasses.replace(made, entity_id=f"{place}:")

    return patch.object(PostgreSQLSource, "_entity", entity)


@of_2025(
    "Every sync writes all rows of a table again, though nothing changed.",
    caught_by=titles.TABLE_IDLE,
    at=titles.WROTE_NOTHING,
    diagnosis="Unchanged, yet written again by the sync: ",
)
def rows_rewritten() -> Context:
    return rows(lambda row: {**row, "synced": uuid.uuid4()})
