"""Defects of mistaken identity: one thing is shown as another one, twice, or to the wrong people.

No scenario is about one of these: laws find them in looks that scenarios take for other reasons.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote_plus

from qdrant_client import models

from support.sandbox.airweave.app import documents, sync
from support.sandbox.airweave.app.jobs import Jobs
from support.sandbox.airweave.app.sources import gmail, google_calendar, linear, notion, s3
from support.sandbox.airweave.app.sources.base import Entity, Source
from support.sandbox.airweave.app.sources.postgresql import PostgreSQLSource, Row
from support.sandbox.airweave.app.state import (
    Collection,
    Connection,
    Job,
    JobStatus,
    State,
    UnknownError,
)
from support.sandbox.airweave.app.store import Store
from support.sandbox.airweave.app.sync import SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.syncing import (
    Changes,
    answers,
    points,
    reading,
    renewed,
    with_payload,
)

Context = AbstractContextManager[object]

_PAYMENT = "StripePaymentIntentEntity"
_A_MOMENT = 1.0
_EDGES = ("start_datetime", "end_datetime")


def mixed_up(kind: str, mix: Callable[[Entity, Entity], Entity]) -> Context:
    """Give each entity of a kind something of the one that was read before it."""

    def each(_: SyncRun, changes: Changes) -> Changes:
        before: Entity | None = None
        for item in changes:
            if isinstance(item, Entity) and item.entity_type == kind:
                yield mix(item, before or item)
                before = item
            else:
                yield item

    return reading(each)


def of_kind_changed(kind: str, change: Callable[[Entity], Entity]) -> Context:
    """Change each entity of a kind as it is read."""
    return mixed_up(kind, lambda one, _: change(one))


def field_mixed_up(kind: str, field: str) -> Context:
    """Give each entity of a kind a field of the one that was read before it."""
    return mixed_up(
        kind, lambda one, before: replace(one, fields={**one.fields, field: before.fields[field]})
    )


@CATALOGUE.sabotage(
    "A mail leads to another mail.",
    caught_by=titles.FOUND_IN_GMAIL,
    at=titles.FINDS,
    diagnosis="says that `[A-Z][a-z]+` is at https://.+, where `[A-Z][a-z]+` is",
)
def mails_lead_to_others() -> Context:
    return mixed_up(gmail.MESSAGE, lambda one, before: replace(one, web_url=before.web_url))


@CATALOGUE.sabotage(
    "A mail is said to belong to another conversation.",
    caught_by=titles.FOUND_IN_GMAIL,
    at=titles.FINDS,
    diagnosis="not one thread_id, but '.+' [(]Gmail[)]; '.+' [(]search",
)
def mails_in_other_conversations() -> Context:
    return field_mixed_up(gmail.MESSAGE, "thread_id")


@CATALOGUE.sabotage(
    "A message is said to have been written in another channel.",
    caught_by=titles.FOUND_IN_SLACK,
    at=titles.FINDS,
    diagnosis="not one channel_name, but '.+' [(]Slack[)]; 'general' [(]search",
)
def messages_of_another_channel() -> Context:
    return _messages_with("channel_name", "general")


@CATALOGUE.sabotage(
    "A page is called by the name of another page.",
    caught_by=titles.FOUND_IN_NOTION,
    at=titles.FINDS,
    diagnosis="search shows '[A-Z][a-z]+' as name of `[A-Z][a-z]+`, which is that of `[A-Z]",
)
def pages_called_like_others() -> Context:
    return mixed_up(notion.PAGE, lambda one, before: replace(one, name=before.name))


@CATALOGUE.sabotage(
    "An object has the size of another object.",
    caught_by=titles.FOUND_IN_S3,
    at=titles.FINDS,
    diagnosis="not one size, but [0-9]+ [(]Amazon S3[)]; [0-9]+ [(]",
)
def objects_of_another_size() -> Context:
    return field_mixed_up(s3.OBJECT, "size")


@CATALOGUE.sabotage(
    "Names of objects are read as if they were parts of an address.",
    caught_by='An object named "<object>" is found',
    at=titles.FINDS,
    diagnosis=r"docs/(50%25 off|bread[+]butter)[.]md",
)
def objects_named_like_addresses() -> Context:
    def named(item: Entity) -> Entity:
        key = unquote_plus(str(item.fields["key"]))
        place = f"{item.fields['bucket_name']}/{key}"
        return replace(item, entity_id=place, fields={**item.fields, "key": key})

    return of_kind_changed(s3.OBJECT, named)


@CATALOGUE.sabotage(
    "An issue has the number of another issue.",
    caught_by=titles.FOUND_IN_LINEAR,
    at=titles.FINDS,
    diagnosis="not one identifier, but '[^']+' [(]Linear[)]; '[^']+' [(]",
)
def issues_of_another_number() -> Context:
    return field_mixed_up(linear.ISSUE, "identifier")


@CATALOGUE.sabotage(
    "All issues are said to be done.",
    caught_by=titles.FOUND_IN_LINEAR,
    at=titles.FINDS,
    diagnosis="not one state, but '[^']+' [(]Linear[)]; 'Done' [(]search",
)
def issues_all_done() -> Context:
    return of_kind_changed(
        linear.ISSUE, lambda issue: replace(issue, fields={**issue.fields, "state": "Done"})
    )


@CATALOGUE.sabotage(
    "A customer is said to be written to at another one's address.",
    caught_by="What is in a Stripe account is found after the first sync",
    at=titles.FINDS,
    diagnosis="not one email, but '[a-z.]+@example.com' [(]Stripe[)]",
)
def customers_at_the_address_of_another() -> Context:
    return field_mixed_up("StripeCustomerEntity", "email")


@CATALOGUE.sabotage(
    "All messages are said to be from whoever searches.",
    caught_by=titles.FOUND_IN_SLACK,
    at=titles.FINDS,
    diagnosis="not one user, but 'U0[^']+' [(]Slack[)]",
)
def messages_by_whoever_searches() -> Context:
    return _messages_with("user", "U000000002")


@CATALOGUE.sabotage(
    "An event is shown an hour later than it is.",
    caught_by=titles.FOUND_IN_CALENDAR,
    at=titles.FINDS,
    diagnosis="not one start_datetime, but 2031-03-10 10:00.+ [(]Google Calendar[)]; 2031-03-10 11",
)
def events_an_hour_late() -> Context:
    def late(event: Entity) -> Entity:
        times = {edge: str(event.fields[edge]).replace("T10", "T11") for edge in _EDGES}
        return replace(event, fields={**event.fields, **times})

    return of_kind_changed(google_calendar.EVENT, late)


@CATALOGUE.sabotage(
    "A mail is dated by a clock that is an hour behind.",
    caught_by=titles.FOUND_IN_GMAIL,
    at=titles.FINDS,
    diagnosis="is said to have been made on .+, before there was anything here",
)
def mails_an_hour_early() -> Context:
    def early(mail: Entity) -> Entity:
        assert mail.created_at, "Gmail dates every mail"
        return replace(mail, created_at=mail.created_at - timedelta(hours=1))

    return of_kind_changed(gmail.MESSAGE, early)


@CATALOGUE.sabotage(
    "An issue without an age is said to be as old as computers are.",
    caught_by=titles.FOUND_IN_LINEAR,
    at=titles.FINDS,
    diagnosis="is said to have been made on 1970-01-01.+, before there was anything here",
)
def issues_from_the_beginning_of_time() -> Context:
    return of_kind_changed(
        linear.ISSUE, lambda issue: replace(issue, created_at=datetime.fromtimestamp(0, UTC))
    )


@CATALOGUE.sabotage(
    "A page keeps the title under which it was collected first.",
    caught_by=titles.RENAMED_IN_NOTION,
    at=titles.CHANGED,
    diagnosis="not one name, but 'Prices' [(]Notion[)]; 'Pricing' [(]search",
)
def first_titles_kept() -> Context:
    first: dict[str, str] = {}
    return of_kind_changed(
        notion.PAGE, lambda page: replace(page, name=first.setdefault(page.entity_id, page.name))
    )


@CATALOGUE.sabotage(
    "That a file is called otherwise is no change, as long as all else is as it was.",
    caught_by=titles.RENAMED_IN_DRIVE,
    at=titles.CHANGED,
    diagnosis="not one name, but 'Prices.md' [(]Google Drive[)]; 'Pricing.md' [(]search",
)
def names_no_change() -> Context:
    original = documents.content_hash

    def nameless(entity: Entity) -> str:
        words = entity.text.replace(entity.name, "")
        return original(replace(entity, name="", text=words))

    return patch.object(sync, "content_hash", nameless)


@CATALOGUE.sabotage(
    "Rows of one key are taken for one row, whatever table they are in.",
    caught_by=titles.FOUND_IN_POSTGRESQL,
    at=titles.FINDS,
    diagnosis="expected revision 1; search shows without its words",
)
def tables_of_one_key_mixed() -> Context:
    tables, entity = PostgreSQLSource._tables, PostgreSQLSource._entity

    def all_tables(source: PostgreSQLSource, database: Any) -> list[Row]:  # noqa: ANN401
        source._auth = source._auth.model_copy(update={"tables": "*"})
        return tables(source, database)[::-1]

    def of_the_first(source: PostgreSQLSource, table: Row, row: Row) -> Entity:
        return entity(source, {**table, "name": "articles"}, row)

    return patch.multiple(PostgreSQLSource, _tables=all_tables, _entity=of_the_first)


@CATALOGUE.sabotage(
    "What is committed while a sync runs is taken for read.",
    caught_by=titles.DELETED_MEANWHILE,
    at=titles.CHANGED,
    diagnosis="src/pricing.py.* was deleted.*, yet search still finds it",
)
def cursor_taken_at_the_end() -> Context:
    original = SyncRun.run

    def run(self: SyncRun, source: Source) -> None:
        original(self, source)
        deadline = time.monotonic() + _A_MOMENT
        while source.full().cursor == self._sync.cursor and time.monotonic() < deadline:
            time.sleep(_A_MOMENT / 20)
        self._sync.cursor = source.full().cursor

    return patch.object(SyncRun, "run", run)


@CATALOGUE.sabotage(
    "An attachment is said to come from Slack.",
    caught_by=titles.ATTACHMENT,
    at='search for "Zebrawood Shelves" finds the attachment first',
    diagnosis="[(]GmailAttachmentEntity[)] as of the source slack, not gmail",
)
def attachments_of_another_source() -> Context:
    def labelled(point: models.PointStruct) -> models.PointStruct:
        metadata = (point.payload or {})["airweave_system_metadata"]
        if _kind(point) != gmail.ATTACHMENT:
            return point
        return with_payload(point, airweave_system_metadata={**metadata, "source_name": "slack"})

    return points(labelled)


@CATALOGUE.sabotage(
    "A payment is found twice.",
    caught_by=titles.PAYMENT,
    at='search for "Zebrawood Shelves" finds the payment first',
    diagnosis=r"keyword search shows pi_\w+ [(]StripePaymentIntentEntity[)] 2 times",
)
def payments_found_twice() -> Context:
    original = Store.insert

    def insert(store: Store, points: Sequence[models.PointStruct]) -> None:
        payments = [renewed(one) for one in points if _kind(one) == _PAYMENT]
        original(store, [*points, *payments])

    return patch.object(Store, "insert", insert)


@CATALOGUE.sabotage(
    "An attachment is found by its words, and by their meaning never.",
    caught_by=titles.ATTACHMENT,
    at='search for "Zebrawood Shelves" finds the attachment first',
    diagnosis="semantic search does not bring for 'Zebrawood Shelves' the attachment",
)
def attachments_without_meaning() -> Context:
    original = Store.nearest

    def nearest(store: Store, *arguments: Any) -> list[models.ScoredPoint]:  # noqa: ANN401
        found = original(store, *arguments)
        return [one for one in found if _kind(one) != gmail.ATTACHMENT]

    return patch.object(Store, "nearest", nearest)


@CATALOGUE.sabotage(
    "A collection keeps its name, whatever it is renamed to.",
    caught_by=titles.RENAMED_COLLECTION,
    at="the collection is renamed",
    diagnosis="the collection: not one name, but '.+' [(]GET .+[)]; 'Under another name' [(]",
)
def renaming_ignored() -> Context:
    def keep(collection: Collection, field: str, value: object) -> None:
        collection.__dict__.setdefault(field, value)
        if field != "name":
            collection.__dict__[field] = value

    return patch.object(Collection, "__setattr__", keep)


@CATALOGUE.sabotage(
    "A sync is said to have ended before it began.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="A sync is said to have completed at .+, before it started at",
)
def syncs_end_before_they_begin() -> Context:
    original = Jobs._finish

    def finish(jobs: Jobs, job: Job, status: JobStatus) -> None:
        original(jobs, job, status)
        if job.started_at:
            job.started_at, job.completed_at = job.completed_at, job.started_at

    return patch.object(Jobs, "_finish", finish)


@CATALOGUE.sabotage(
    "Another organisation that knows its id may do with a connection whatever it likes.",
    caught_by=titles.TWO_ORGANISATIONS,
    at=titles.HIDDEN,
    diagnosis="Another organisation may read the connection",
)
def connections_open_to_everybody() -> Context:
    def connection(state: State, _: object, connection_id: object) -> Connection:
        for one in list(state._connections.values()):
            if one.id == connection_id:
                return one
        raise UnknownError("Source connection not found")

    return patch.object(State, "connection", connection)


@CATALOGUE.sabotage(
    "A connection that was deleted is still shown.",
    caught_by=titles.DISCONNECTED,
    at=titles.EMPTIED,
    diagnosis="Airweave still shows the deleted connection",
)
def deleted_connections_still_shown() -> Context:
    return patch.object(State, "remove_connection", lambda *_: None)


def _kind(point: models.PointStruct | models.ScoredPoint) -> str:
    return str((point.payload or {})["airweave_system_metadata"]["entity_type"])


def _messages_with(field: str, value: str) -> Context:
    """Let all messages that a search brings say something else of themselves."""
    return answers(
        lambda found: [replace(one, fields={**one.fields, field: value}) for one in found]
    )
