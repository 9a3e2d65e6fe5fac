"""Defects of single connectors: what is peculiar to a source is read wrongly."""

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from imap_tools import MailMessage, MailMessageFlags

from support.sandbox.airweave.app import sync
from support.sandbox.airweave.app.sources import (
    gmail,
    google_calendar,
    google_drive,
    imap,
    linear,
    notion,
    postgresql,
    s3,
    slack,
    stripe,
)
from support.sandbox.airweave.app.sources.base import Entity
from support.sandbox.airweave.app.sync import SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.mistaking import of_kind_changed
from support.sandbox.airweave.sabotage.syncing import Changes, messages, reading, without
from support.sandbox.airweave.sabotage.titles import NEW, STILL, UNCOUNTED

Context = AbstractContextManager[object]
Item = dict[str, Any]


def of_kind(entity_type: str) -> Callable[[Entity], bool]:
    """Return what tells entities of a kind."""
    return lambda entity: entity.entity_type == entity_type


@CATALOGUE.sabotage(
    "Of a conversation by mail only the question is found, and no answer.",
    caught_by=titles.MAIL_ANSWERED,
    at=titles.CHANGED,
    diagnosis=rf"About pricing: {NEW} {UNCOUNTED}{STILL}",
)
def answers_to_mails_skipped() -> Context:
    def first_of_each_thread(_: SyncRun, changes: Changes) -> Changes:
        threads: set[object] = set()
        for item in changes:
            thread = item.fields.get("thread_id") if isinstance(item, Entity) else None
            if thread is None or thread not in threads:
                yield item
            threads.add(thread)

    return reading(first_of_each_thread)


@CATALOGUE.sabotage(
    "What stands in an attachment is not found.",
    caught_by=titles.ATTACHMENT,
    at='search for "Zebrawood Shelves" finds the attachment first',
    diagnosis="should bring the attachment first .*, but brings nothing" + STILL,
)
def attachments_skipped() -> Context:
    return without(of_kind(gmail.ATTACHMENT))


@CATALOGUE.sabotage(
    "Of two attachments of one name only the second is found.",
    caught_by=titles.TWIN_ATTACHMENTS,
    at='search for "Walnut Chairs" finds the attachment first',
    diagnosis="should bring the attachment first .*, but brings nothing" + STILL,
)
def twin_attachments_overwritten() -> Context:
    def last_of_each_name(_: SyncRun, changes: Changes) -> Changes:
        last: dict[object, Entity] = {}
        for item in changes:
            if isinstance(item, Entity) and item.entity_type == gmail.ATTACHMENT:
                last[item.fields["message_id"], item.name] = item
            else:
                yield item
        yield from last.values()

    return reading(last_of_each_name)


@CATALOGUE.sabotage(
    "A weekly event is found once for every week.",
    caught_by=titles.WEEKLY,
    at=titles.CHANGED,
    diagnosis=r"_20310317: expected absent; search shows never written",
)
def every_occurrence_collected() -> Context:
    def with_second_week(_: SyncRun, changes: Changes) -> Changes:
        for item in changes:
            yield item
            if isinstance(item, Entity) and "RRULE" in item.text:
                yield dataclasses.replace(item, entity_id=f"{item.entity_id}_20310317")

    return reading(with_second_week)


@CATALOGUE.sabotage(
    "Events that last the whole day are not found.",
    caught_by=titles.ALL_DAY,
    at=titles.CHANGED,
    diagnosis=rf"Company holiday: {NEW} {UNCOUNTED}{STILL}",
)
def all_day_events_skipped() -> Context:
    return without(lambda entity: "start_date" in entity.fields)


@CATALOGUE.sabotage(
    "Nobody finds an event by its day.",
    caught_by=titles.MOVED_DAY,
    at='search for "2031-04-17" brings "Pricing" first',
    diagnosis="`Pricing` says '2031-04-17', yet search for these words brings nothing" + STILL,
)
def days_left_out() -> Context:
    def without_days(event: Item, calendar: Item) -> Entity:
        entity = original(event, calendar)
        words = [line for line in entity.text.splitlines() if not line.startswith("2031")]
        return dataclasses.replace(entity, text="\n".join(words))

    original = google_calendar._event
    return patch.object(google_calendar, "_event", without_days)


@CATALOGUE.sabotage(
    "What a calendar says of itself is not read.",
    caught_by=titles.DESCRIBED,
    at='search for "Zebrawood Shelves" finds the calendar first',
    diagnosis="'Zebrawood Shelves' should bring the calendar first .+ but brings nothing",
)
def calendar_descriptions_unread() -> Context:
    return patch.object(
        google_calendar.GoogleCalendarSource, "_description", lambda _source, _place: ""
    )


@CATALOGUE.sabotage(
    "Documents of Google's own are left out.",
    caught_by=titles.GOOGLE_DOCUMENT,
    at=titles.CHANGED,
    diagnosis=rf"Meeting notes: {NEW} {UNCOUNTED}{STILL}",
)
def documents_of_google_skipped() -> Context:
    return without(lambda entity: entity.fields.get("mime_type") == google_drive._DOCUMENT)


@CATALOGUE.sabotage(
    "Of a folder only the files directly in it are collected.",
    caught_by=titles.FOLDERS,
    at=titles.FINDS,
    diagnosis=rf"Team/Welcome.txt: {NEW} {UNCOUNTED}",
)
def folders_in_folders_skipped() -> Context:
    def is_deep(entity: Entity) -> bool:
        is_file = entity.entity_type == google_drive.FILE
        return is_file and str(entity.fields["path"]).count("/") > 1

    return without(is_deep)


@CATALOGUE.sabotage(
    "A file that was only moved is collected anew.",
    caught_by=titles.MOVED,
    at=titles.UNCHANGED,
    diagnosis="Pricing.md: expected revision 1; written again although nothing changed",
)
def moves_taken_for_changes() -> Context:
    def file(source: google_drive.GoogleDriveSource, item: Item, path: str) -> Iterator[Entity]:
        for entity in original(source, item, path):
            yield dataclasses.replace(entity, unhashed=frozenset())

    original = google_drive.GoogleDriveSource._file
    return patch.object(google_drive.GoogleDriveSource, "_file", file)


def mails(entities_of: Callable[[MailMessage], Iterator[Entity]]) -> Context:
    """Decide what becomes of each mail of a folder."""

    def read(source: imap.ImapSource) -> Iterator[Entity]:
        with source._open() as mailbox:
            for mail in mailbox.fetch(mark_seen=False, bulk=True):
                yield from entities_of(mail)

    return patch.object(imap.ImapSource, "_mails", read)


@CATALOGUE.sabotage(
    "A mail that says everything twice is found twice.",
    caught_by=titles.TWO_FORMS,
    at=titles.CHANGED,
    diagnosis=r"-html: expected absent; search shows never written",
)
def both_forms_collected() -> Context:
    def forms(mail: MailMessage) -> Iterator[Entity]:
        entity = imap._entity(mail)
        yield entity
        if mail.html:
            yield dataclasses.replace(entity, entity_id=f"{entity.entity_id}-html")

    return mails(forms)


@CATALOGUE.sabotage(
    "Letters in an old encoding are garbled.",
    caught_by=titles.OLD_ENCODING,
    at=titles.CHANGED,
    diagnosis=r"Überblick: expected revision 1; search shows .*without (its words|\d+ of 14)",
)
def old_encodings_garbled() -> Context:
    def garbled(mail: MailMessage) -> Iterator[Entity]:
        entity = imap._entity(mail)
        yield dataclasses.replace(entity, text=entity.text.encode("ascii", "replace").decode())

    return mails(garbled)


@CATALOGUE.sabotage(
    "A mail that is marked as deleted, and still there, is found no more.",
    caught_by=titles.ONLY_MARKED,
    at=titles.UNCHANGED,
    diagnosis="Pricing: expected revision 1; search shows absent(?s:.*)deleted 1",
)
def marked_mails_dropped() -> Context:
    def unmarked(mail: MailMessage) -> Iterator[Entity]:
        if MailMessageFlags.DELETED not in mail.flags:
            yield imap._entity(mail)

    return mails(unmarked)


@CATALOGUE.sabotage(
    "Comments on issues are not found.",
    caught_by=titles.COMMENT,
    at='search for "Zebrawood Shelves" finds the comment first',
    diagnosis="should bring the comment first .*, but brings nothing" + STILL,
)
def comments_skipped() -> Context:
    return without(of_kind(linear.COMMENT))


@CATALOGUE.sabotage(
    "Of the comments on an issue only the first fifty are found.",
    caught_by=titles.LONG_DISCUSSION,
    at='search for "Zebrawood Shelves" finds the comment first',
    diagnosis="should bring the comment first",
    releases=("2026-04",),
)
def linear_comments_cut() -> Context:
    return patch.object(linear.LinearSource, "_add_comments", lambda _source, _issue: None)


@CATALOGUE.sabotage(
    "The state of an issue is shown, but no search for it finds the issue.",
    caught_by=titles.STATE,
    at='search for "Done" brings "Pricing" first',
    diagnosis="`Pricing` says 'Done', yet search for these words brings nothing" + STILL,
)
def states_left_out() -> Context:
    def without_state(issue: Entity) -> Entity:
        text = issue.text.replace(f"\n\n{issue.fields['state']}\n\n", "\n\n")
        return dataclasses.replace(issue, text=text)

    return of_kind_changed(linear.ISSUE, without_state)


@CATALOGUE.sabotage(
    "Issues that are archived stay in search.",
    caught_by=titles.ARCHIVED,
    at=titles.CHANGED,
    diagnosis="Pricing: expected absent; search shows revision 1(?s:.*)deleted 0",
)
def archived_issues_collected() -> Context:
    def ask(source: linear.LinearSource, query: str, **variables: object) -> Item:
        all_issues = query.replace("issues(first: 50", "issues(first: 50, includeArchived: true")
        return original(source, all_issues, **variables)

    original = linear.LinearSource._ask
    return patch.object(linear.LinearSource, "_ask", ask)


@CATALOGUE.sabotage(
    "What is folded away on a page is not read.",
    caught_by=titles.FOLDED,
    at=titles.CHANGED,
    diagnosis="Minutes: expected revision 1; search shows without its words",
)
def folded_blocks_skipped() -> Context:
    def texts(source: notion.NotionSource, block_id: str) -> Iterator[str]:
        page = source._api.json(f"v1/blocks/{block_id}/children", page_size=100)
        for block in page["results"]:
            yield notion._plain(block.get(block["type"], {}).get("rich_text", []))

    return patch.object(notion.NotionSource, "_texts", texts)


@CATALOGUE.sabotage(
    "Rows of databases are not found.",
    caught_by=titles.ROW,
    at=titles.CHANGED,
    diagnosis=rf"Supplier: {NEW} {UNCOUNTED}{STILL}",
)
def rows_of_databases_skipped() -> Context:
    def found(source: notion.NotionSource, kind: str) -> Iterator[Item]:
        return (item for item in original(source, kind) if "database_id" not in item["parent"])

    original = notion.NotionSource._found
    return patch.object(notion.NotionSource, "_found", found)


@CATALOGUE.sabotage(
    "Of a long text on a page only the first piece is read.",
    caught_by=titles.LONG_TEXT,
    at='search for the last words of "History" brings it first',
    diagnosis=r"History: expected revision 1; search shows revision 1 without \d+ of 100",
)
def long_texts_cut() -> Context:
    original = notion._plain
    return patch.object(notion, "_plain", lambda texts: original(texts[:1]))


@CATALOGUE.sabotage(
    "A table that was emptied keeps all its rows in search.",
    caught_by=titles.TRUNCATED,
    at=titles.CHANGED,
    diagnosis="Onboarding: expected absent; search shows revision 1(?s:.*)deleted 0",
)
def emptied_table_ignored() -> Context:
    original = sync.orphans
    return patch.object(
        sync, "orphans", lambda known, seen, read: original(known, seen or known, read)
    )


@CATALOGUE.sabotage(
    "What stands in a new column of a table is not found.",
    caught_by=titles.NEW_COLUMN,
    at='search for "Zebrawood Department" brings every row',
    diagnosis="'Zebrawood Department' misses .*Onboarding" + STILL,
)
def new_columns_ignored() -> Context:
    columns: dict[str, frozenset[str]] = {}

    def entity(source: postgresql.PostgreSQLSource, table: Item, row: Item) -> Entity:
        known = columns.setdefault(f"{source._auth.namespace}.{table['name']}", frozenset(row))
        return original(source, table, {name: row[name] for name in row if name in known})

    original = postgresql.PostgreSQLSource._entity
    return patch.object(postgresql.PostgreSQLSource, "_entity", entity)


@CATALOGUE.sabotage(
    "The whole bucket is collected, whatever prefix was chosen.",
    caught_by=titles.PREFIX,
    at="search finds exactly the test objects",
    diagnosis="-other/docs/onboarding.md: expected absent; search shows never written",
)
def prefix_ignored() -> Context:
    def call(source: s3.S3Source, operation: str, **arguments: Any) -> Any:  # noqa: ANN401
        if "Prefix" in arguments:
            arguments["Prefix"] = ""
        return original(source, operation, **arguments)

    original = s3.S3Source._call
    return patch.object(s3.S3Source, "_call", call)


@CATALOGUE.sabotage(
    "An object is found by the words of all its versions.",
    caught_by=titles.OVERWRITTEN,
    at=titles.CHANGED,
    diagnosis="docs/onboarding.md: expected revision 2; search shows revision 1 and 2",
)
def old_versions_collected() -> Context:
    def entity(source: s3.S3Source, item: Item) -> Entity | None:
        made, key = original(source, item), item["Key"]
        versions = source._call("list_object_versions", Prefix=key)["Versions"]
        bodies = [
            source._call("get_object", Key=key, VersionId=one["VersionId"])["Body"].read().decode()
            for one in versions
        ]
        return made and dataclasses.replace(made, text="\n".join([made.text, *bodies]))

    original = s3.S3Source._entity
    return patch.object(s3.S3Source, "_entity", entity)


@CATALOGUE.sabotage(
    "A sync writes into the bucket that it should only read.",
    caught_by=titles.OVERWRITTEN,
    at='the bucket keeps 2 versions of "docs/onboarding.md"',
    diagnosis="The bucket keeps [3-9] versions of docs/onboarding.md, and not 2",
)
def bucket_written_to() -> Context:
    def entity(source: s3.S3Source, item: Item) -> Entity | None:
        body = source._call("get_object", Key=item["Key"])["Body"].read()
        source._call("put_object", Key=item["Key"], Body=body)
        return original(source, item)

    original = s3.S3Source._entity
    return patch.object(s3.S3Source, "_entity", entity)


@CATALOGUE.sabotage(
    "Messages in threads are not found.",
    caught_by=titles.MESSAGE_ANSWERED,
    at=titles.CHANGED,
    diagnosis=rf"About pricing: {NEW} {UNCOUNTED}{STILL}",
)
def answers_to_messages_skipped() -> Context:
    def search(source: slack.SlackSource, query: str, count: int) -> list[Item]:
        found = original(source, query, count)
        return [match for match in found if match.get("thread_ts") in {None, match["ts"]}]

    original = slack.SlackSource._search
    return patch.object(slack.SlackSource, "_search", search)


@CATALOGUE.sabotage(
    "Search shows messages of private channels to people who are not in them.",
    caught_by=titles.PRIVATE,
    at="search finds nothing of the private channel",
    diagnosis="Search brings what must not be found here: .*Onboarding, Pricing",
)
def private_channels_searched() -> Context:
    def search(source: slack.SlackSource, query: str, count: int) -> list[Item]:
        wanted = set(query.split())
        everywhere = messages(source, "private_channel")
        hidden = [one for one in everywhere if wanted <= set(one["text"].split())]
        return original(source, query, count) + hidden

    original = slack.SlackSource._search
    return patch.object(slack.SlackSource, "_search", search)


@CATALOGUE.sabotage(
    "What Slack once found is shown to a user who was removed from the channel since.",
    caught_by=titles.REMOVED_FROM,
    at="search finds nothing of the private channel",
    diagnosis="Search brings what must not be found here: .*Onboarding, Pricing",
)
def answers_of_slack_remembered() -> Context:
    answers: dict[str, list[Item]] = {}

    def search(source: slack.SlackSource, query: str, count: int) -> list[Item]:
        found = original(source, query, count)
        return answers.setdefault(query, found) if found else answers.get(query, [])

    original = slack.SlackSource._search
    return patch.object(slack.SlackSource, "_search", search)


@CATALOGUE.sabotage(
    "Of what is noted about a customer only the first line is read.",
    caught_by=titles.NOTE,
    at='search for the last words of "Cleo Carter" brings it first',
    diagnosis=r"Cleo Carter: expected revision 1; search shows revision 1 without \d+ of 14",
)
def later_notes_cut() -> Context:
    def entity(kind: str, item: Item) -> Entity:
        notes = item.get("description") or ""
        return original(kind, item | {"description": notes.partition("\n")[0]})

    original = stripe._entity
    return patch.object(stripe, "_entity", entity)


@CATALOGUE.sabotage(
    "Payments are not found.",
    caught_by=titles.PAYMENT,
    at='search for "Zebrawood Shelves" finds the payment first',
    diagnosis="should bring the payment first .*, but brings StripeEventEntity" + STILL,
)
def payments_skipped() -> Context:
    return without(of_kind("StripePaymentIntentEntity"))
