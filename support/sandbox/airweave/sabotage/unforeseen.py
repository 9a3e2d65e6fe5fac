"""Defects that a second search for holes found, in what people rely on every day.

Schedules, new tokens, counts, dates, folders as filters, and what people keep where. Most are
caught by laws, in looks that scenarios take anyway.
"""

import re
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from qdrant_client import models

from support.sandbox.airweave.app import api_connections, filters, search
from support.sandbox.airweave.app.filters import FilterCondition
from support.sandbox.airweave.app.jobs import AlreadyRunningError, Jobs
from support.sandbox.airweave.app.scheduler import Scheduler, is_due
from support.sandbox.airweave.app.schemas import ConnectionOut, ConnectionUpdate
from support.sandbox.airweave.app.sources import github_commits, gmail, notion, postgresql, stripe
from support.sandbox.airweave.app.sources.base import Entity
from support.sandbox.airweave.app.sources.http import VendorApi
from support.sandbox.airweave.app.state import Collection, Connection, DuplicateError, Job, State
from support.sandbox.airweave.app.views import connection_out
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.asking import Hits, searching
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.syncing import entities
from support.sandbox.airweave.sabotage.titles import NEW, STILL, UNCOUNTED

Context = AbstractContextManager[object]
Condition = Callable[[FilterCondition], models.FieldCondition]
Item = dict[str, Any]

_LATE = timedelta(hours=2)
_LONGEST_NAME = 40
_READ = {"paragraph", "table", "table_row", "child_page", "child_database", "toggle"}


def _conditions(change: Callable[[Condition, FilterCondition], models.FieldCondition]) -> Context:
    """Let `change` make the conditions of filters, given how they are made."""
    original = filters._condition
    return patch.object(filters, "_condition", lambda wanted: change(original, wanted))


def _looking(
    cron_of: Callable[[Connection], str | None],
    begun: Callable[[Connection], object] = lambda _: None,
) -> Context:
    """Let schedules be due as `cron_of` says; `begun` is told of every sync that begins."""

    def look(self: Scheduler, moment: datetime) -> None:
        for connection in list(self._state._connections.values()):
            cron = cron_of(connection)
            if connection.sync and cron and is_due(cron, moment):
                with suppress(AlreadyRunningError):
                    self._jobs.start(connection, connection.sync)
                    begun(connection)

    return patch.object(Scheduler, "look", look)


def _updating(change: Callable[[Connection, bool], None]) -> Context:
    """Let `change` follow new credentials, given whether the connection was paused before."""
    original = api_connections._update_access

    def update(connection: Connection, body: ConnectionUpdate, parts: Any) -> None:  # noqa: ANN401
        was_paused = bool(connection.sync and connection.sync.paused)
        original(connection, body, parts)
        if body.authentication is not None:
            change(connection, was_paused)

    return patch.object(api_connections, "_update_access", update)


@CATALOGUE.sabotage(
    "A filter by time looks two hours too late.",
    caught_by=titles.FILTERS,
    at=titles.FILTERED,
    diagnosis="semantic search by created_at: 'greater_than .*' leaves out ",
)
def dates_filtered_two_hours_late() -> Context:
    def late(original: Condition, wanted: FilterCondition) -> models.FieldCondition:
        if filters._FIELDS[wanted.field] is datetime:
            moment = datetime.fromisoformat(str(wanted.value)) + _LATE
            wanted = wanted.model_copy(update={"value": moment.isoformat()})
        return original(wanted)

    return _conditions(late)


@CATALOGUE.sabotage(
    "A filter by folder knows the outermost one only.",
    caught_by=titles.FILTERS,
    at=titles.FILTERED,
    diagnosis="semantic search by containers: .* leaves out ",
)
def only_the_first_folder_filtered() -> Context:
    def first(original: Condition, wanted: FilterCondition) -> models.FieldCondition:
        made = original(wanted)
        return made.model_copy(update={"key": made.key.replace("[]", "[0]")})

    return _conditions(first)


@CATALOGUE.sabotage(
    "How well a hit fits is measured by the best of its page, so that pages do not fit together.",
    caught_by=titles.PAGES,
    at=titles.WHOLE,
    diagnosis="semantic search rates .* among all, and 1.000 on a page of its own",
)
def pages_rated_by_themselves() -> Context:
    def rated(find: Callable[..., Hits], *asked: Any) -> Hits:  # noqa: ANN401  passed through
        found, page = find(*asked), asked[-1]
        assert isinstance(page, search.Page)
        best = found[0].score if found and page.offset else 0
        if best <= 0:
            return found
        return [hit.model_copy(update={"score": min(1.0, hit.score / best)}) for hit in found]

    return searching(rated)


@CATALOGUE.sabotage(
    "Whoever counts collections counts those of other organisations, too.",
    caught_by=titles.TWO_ORGANISATIONS,
    at=titles.HIDDEN,
    diagnosis="Another organisation counts 1 collections called like this one",
)
def counts_of_everybody() -> Context:
    def count(self: State, _: uuid.UUID, wanted: str = "") -> int:
        return sum(wanted in one.name for one in self._collections.values())

    return patch.object(State, "count", count)


@CATALOGUE.sabotage(
    "Whoever counts collections is told one too few.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="the list: not one number of collections called like it, but ",
)
def collections_miscounted() -> Context:
    def count(self: State, organization_id: uuid.UUID, wanted: str = "") -> int:
        return len(self.collections(organization_id, wanted)) - 1

    return patch.object(State, "count", count)


@CATALOGUE.sabotage(
    "What people noted about a connection is not kept.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="the connection: not one description, but ",
)
def descriptions_of_connections_lost() -> Context:
    def without(**told: Any) -> Connection:  # noqa: ANN401  passed through
        return Connection(**{**told, "description": None})

    return patch.object(api_connections, "Connection", without)


@CATALOGUE.sabotage(
    "A sync that has ended is followed by another one that nobody asked for.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="Nobody has asked for the sync .*, and there is no schedule",
)
def syncs_begin_by_themselves() -> Context:
    original = Jobs._work

    def work(self: Jobs, job: Job, connection: Connection, sync: Any) -> None:  # noqa: ANN401
        original(self, job, connection, sync)
        if len(connection.jobs) == 1:
            self.start(connection, sync)

    return patch.object(Jobs, "_work", work)


@CATALOGUE.sabotage(
    "A schedule fires once, and then never again.",
    caught_by=titles.GOES_ON,
    at=titles.TWICE_BY_ITSELF,
    diagnosis="A schedule is due every minute, yet of two syncs 1 began" + STILL,
)
def schedules_fire_once() -> Context:
    fired: set[uuid.UUID] = set()
    return _looking(
        lambda one: None if one.id in fired else one.schedule.cron, lambda one: fired.add(one.id)
    )


@CATALOGUE.sabotage(
    "A schedule that was removed goes on to fire.",
    caught_by=titles.GOES_ON,
    at=titles.NO_MORE,
    diagnosis="There is no schedule any more, yet by themselves began syncs ",
)
def removed_schedules_fire_on() -> Context:
    last: dict[uuid.UUID, str] = {}

    def cron_of(connection: Connection) -> str | None:
        if connection.schedule.cron:
            last[connection.id] = connection.schedule.cron
        return last.get(connection.id)

    return _looking(cron_of)


@CATALOGUE.sabotage(
    "Whatever a schedule is changed to, the first one counts.",
    caught_by=titles.GOES_ON,
    at=titles.NO_MORE,
    diagnosis="There is no schedule any more, yet by themselves began syncs ",
)
def schedules_changed_in_vain() -> Context:
    first: dict[uuid.UUID, str] = {}

    def cron_of(connection: Connection) -> str | None:
        if connection.schedule.cron:
            first.setdefault(connection.id, connection.schedule.cron)
        return first.get(connection.id)

    return _looking(cron_of)


@CATALOGUE.sabotage(
    "A connection that gets a new token forgets which branch it was to read.",
    caught_by=titles.NEW_TOKEN,
    at=titles.CHANGED,
    diagnosis="expected absent; search shows never written",
)
def new_tokens_forget_the_settings() -> Context:
    def forget(connection: Connection, _: bool) -> None:
        connection.config = connection.config.model_copy(update={"branch": ""})

    return _updating(forget)


@CATALOGUE.sabotage(
    "A connection that gets a new token goes on waiting for one.",
    caught_by=titles.NEW_TOKEN,
    at=titles.SYNCS,
    diagnosis="409 .*The sync is paused",
)
def new_tokens_do_not_wake() -> Context:
    def pause(connection: Connection, was_paused: bool) -> None:
        if connection.sync:
            connection.sync.paused = was_paused

    return _updating(pause)


@CATALOGUE.sabotage(
    "A connection shows why a sync failed, however often it has been synced since.",
    caught_by=titles.NEW_TOKEN,
    at=titles.CHANGED,
    diagnosis="the connection: not one error, but .*Bad credentials",
)
def old_errors_stay() -> Context:
    def shown(connection: Connection) -> ConnectionOut:
        errors = [job.error for job in connection.jobs if job.error]
        changes = {"error_message": errors[-1]} if errors else {}
        return connection_out(connection).model_copy(update=changes)

    return patch.object(api_connections, "connection_out", shown)


@CATALOGUE.sabotage(
    "The name of a collection that was deleted can never be used again.",
    caught_by=titles.MADE_ANEW,
    at=titles.SYNCS,
    diagnosis="answered 400 to POST /collections",
)
def names_never_free_again() -> Context:
    used: set[tuple[uuid.UUID, str]] = set()
    original = State.add_collection

    def add(self: State, collection: Collection) -> None:
        name = (collection.organization_id, collection.readable_id)
        if name in used:
            raise DuplicateError("Collection with this readable_id already exists")
        original(self, collection)
        used.add(name)

    return patch.object(State, "add_collection", add)


@CATALOGUE.sabotage(
    "Long names are cut.",
    caught_by=titles.ODD_NAMES,
    at=titles.TO_THE_LAST,
    diagnosis="name.md: not one name, but ",
)
def names_cut_at_forty() -> Context:
    return entities(lambda entity: replace(entity, name=entity.name[:_LONGEST_NAME]))


@CATALOGUE.sabotage(
    "What stands at the head of a Markdown file is taken for no part of it.",
    caught_by=titles.ODD_LETTERS,
    at=titles.TO_THE_LAST,
    diagnosis="odd/front matter.md is not the same from character ",
)
def front_matter_dropped() -> Context:
    def without(entity: Entity) -> Entity:
        text = re.sub(r"(?<=\n\n)---\n.*?\n---\n", "", entity.text, count=1, flags=re.DOTALL)
        return replace(entity, text=text)

    return entities(without)


@CATALOGUE.sabotage(
    "What came with a merge is never found.",
    caught_by=titles.MERGED,
    at=titles.CHANGED,
    diagnosis=rf"docs/security.md: {NEW} {UNCOUNTED}{STILL}",
)
def merges_skipped() -> Context:
    original = github_commits.first_parents

    def parents(listing: dict[str, Item], head: str, seen: str) -> list[str] | None:
        chain = original(listing, head, seen)
        return chain and [one for one in chain if len(listing[one]["parents"]) == 1]

    return patch.object(github_commits, "first_parents", parents)


@CATALOGUE.sabotage(
    "A mail that is nothing but a web page is found by its subject only.",
    caught_by=titles.WEB_MAIL,
    at=titles.CHANGED,
    diagnosis="Newsletter: expected revision 1; search shows without its words" + STILL,
)
def web_mails_unread() -> Context:
    return patch.object(gmail, "_words", lambda _: "")


@CATALOGUE.sabotage(
    "Of a page only the paragraphs are read, and neither headings nor lists.",
    caught_by=titles.FOUND_IN_NOTION,
    at=titles.FINDS,
    diagnosis=r"search shows revision 1 without \d+ of 14 sentences",
)
def only_paragraphs_read() -> Context:
    class Api(VendorApi):
        def json(self, path: str, **params: str | int) -> Any:  # noqa: ANN401  any JSON
            page = super().json(path, **params)
            if path.endswith("/children"):
                page["results"] = [one for one in page["results"] if one["type"] in _READ]
            return page

    return patch.object(notion, "VendorApi", Api)


@CATALOGUE.sabotage(
    "Of a key of two columns only the first tells rows apart.",
    caught_by=titles.EDITIONS,
    at=titles.EVERY_ROW,
    diagnosis="Search does not bring Onboarding, second edition",
)
def second_columns_of_keys_ignored() -> Context:
    original = postgresql.PostgreSQLSource._entity

    def entity(source: postgresql.PostgreSQLSource, table: Item, row: Item) -> Entity:
        return original(source, {**table, "key": table["key"] and table["key"][:1]}, row)

    return patch.object(postgresql.PostgreSQLSource, "_entity", entity)


@CATALOGUE.sabotage(
    "A zero or a no in a column is taken for nothing.",
    caught_by=titles.FOUND_IN_POSTGRESQL,
    at=titles.FINDS,
    diagnosis=r"not one pages, but '0' \(PostgreSQL\); None",
)
def zeros_taken_for_nothing() -> Context:
    original = postgresql.PostgreSQLSource._entity

    def entity(source: postgresql.PostgreSQLSource, table: Item, row: Item) -> Entity:
        return original(source, table, {name: value or None for name, value in row.items()})

    return patch.object(postgresql.PostgreSQLSource, "_entity", entity)


@CATALOGUE.sabotage(
    "Cents are taken for whole units of money.",
    caught_by=titles.PAYMENT,
    at='search for "Zebrawood Shelves" finds the payment first',
    diagnosis=r"not one amount, but 1234 \(Stripe\); 12.34",
)
def amounts_a_hundredth() -> Context:
    original = stripe._entity

    def entity(kind: str, item: Item) -> Entity:
        return original(
            kind, {**item, "amount": item["amount"] / 100} if "amount" in item else item
        )

    return patch.object(stripe, "_entity", entity)
