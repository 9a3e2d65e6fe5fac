"""Defects that no scenario was written for, found by somebody who looked for holes in the suite.

Most are caught by laws: in looks that scenarios take for other reasons.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from fastapi import HTTPException, status

from support.sandbox.airweave.app import (
    access,
    api_connections,
    api_search,
    filters,
    search,
    sync,
    views,
)
from support.sandbox.airweave.app.access import Parts
from support.sandbox.airweave.app.api_collections import CollectionsToday
from support.sandbox.airweave.app.jobs import Jobs
from support.sandbox.airweave.app.schemas import ConnectionUpdate, JobDetails
from support.sandbox.airweave.app.sources import gmail, imap
from support.sandbox.airweave.app.sources.base import Entity, SourceContext
from support.sandbox.airweave.app.sources.notion import NotionSource
from support.sandbox.airweave.app.sources.s3 import S3Source
from support.sandbox.airweave.app.state import (
    Connection,
    Job,
    KnownEntity,
    Organization,
    State,
    now,
)
from support.sandbox.airweave.app.sync import Change, SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.syncing import Changes, entities, reading

Context = AbstractContextManager[object]


@CATALOGUE.sabotage(
    "Whoever makes up a key is let in, as if of the organisation that was there first.",
    caught_by=titles.OUTSIDERS,
    at=titles.OUTSIDERS_OUT,
    diagnosis="Whoever makes up a key may list collections",
)
def outsiders_let_in() -> Context:
    original = State.organization_of_key

    def organization_of_key(state: State, api_key: str) -> Organization | None:
        return original(state, api_key) or state._organizations[0]

    return patch.object(State, "organization_of_key", organization_of_key)


@CATALOGUE.sabotage(
    "Whoever says to be of an organisation is believed, whatever their key opens.",
    caught_by=titles.TWO_ORGANISATIONS,
    at=titles.HIDDEN,
    diagnosis="Who says to be of the owner's organisation may list collections",
)
@contextmanager
def organisations_believed() -> Iterator[None]:
    def authorise(
        parts: Parts, x_api_key: str | None = None, x_organization_id: str | None = None
    ) -> Organization:
        found = parts.state.organization_of_key(x_api_key or "")
        if found is None:
            raise HTTPException(status.HTTP_403_FORBIDDEN, "Invalid or expired API key")
        said = [one for one in parts.state._organizations if str(one.id) == x_organization_id]
        return said[0] if said else found

    # FastAPI took hold of the function itself when the routes were made.
    original = access.authorise.__code__
    access.authorise.__code__ = authorise.__code__
    try:
        yield
    finally:
        access.authorise.__code__ = original


@CATALOGUE.sabotage(
    "A text that becomes shorter keeps the end that it had.",
    caught_by=titles.SHORTENED,
    at=titles.EXACTLY,
    diagnosis="docs/history.md: expected revision 2; search shows .*",
)
def old_ends_kept() -> Context:
    original = SyncRun._write

    def write(run: SyncRun, inserted: list[Entity], updated: list[Entity]) -> None:
        with patch.object(run, "_remove", lambda _ids: None):
            original(run, inserted, updated)

    return patch.object(SyncRun, "_write", write)


@CATALOGUE.sabotage(
    "What a file has said once is nothing new when it says it again.",
    caught_by=titles.WORDS_BACK,
    at=titles.UNCHANGED,
    diagnosis="docs/onboarding.md: expected revision 1; search shows revision 2",
)
def known_once_is_known_for_ever() -> Context:
    original, known_hashes = sync.classify, set[str]()

    def classify(known: KnownEntity | None, digest: str) -> Change:
        found = original(known, digest)
        is_old = digest in known_hashes
        known_hashes.add(digest)
        return Change.KEEP if found is Change.UPDATE and is_old else found

    return patch.object(sync, "classify", classify)


@CATALOGUE.sabotage(
    "A connection that is renamed forgets which branch it was to read.",
    caught_by=titles.CONNECTION_RENAMED,
    at=titles.UNCHANGED,
    diagnosis="README.md: expected absent; search shows never written",
)
def renaming_forgets_the_branch() -> Context:
    original = api_connections._update_access

    def update_access(connection: Connection, body: ConnectionUpdate, parts: Any) -> None:  # noqa: ANN401
        original(connection, body, parts)
        if body.config is None:
            connection.config = connection.config.model_copy(update={"branch": ""})

    return patch.object(api_connections, "_update_access", update_access)


@CATALOGUE.sabotage(
    "A sync goes on writing when its connection was deleted in the middle of it.",
    caught_by=titles.DISCONNECTED_AT_WORK,
    at="nothing of the repo is found or stored, nor comes later",
    diagnosis="(Search still shows|After it was deleted there came) security.md",
    releases=("2025-08",),
)
def disconnected_syncs_go_on() -> Context:
    def clean_up(jobs: Jobs, _: Sequence[Connection], remove: Callable[[], None]) -> object:
        return jobs._cleaners.submit(jobs._clean_up, [], remove)

    return patch.object(Jobs, "clean_up", clean_up)


@CATALOGUE.sabotage(
    "A collection that is renamed is said to be as young as its name.",
    caught_by=titles.RENAMED_COLLECTION,
    at="the collection is renamed",
    diagnosis="the collection: not one created_at, but .*first look.*this look",
)
def renamed_collections_are_young() -> Context:
    original = CollectionsToday.show

    def show(routes: CollectionsToday, collection: Any, connections: Any) -> Any:  # noqa: ANN401
        if collection.modified_at != collection.created_at and collection.name != (
            collection.readable_id
        ):
            collection.created_at = collection.modified_at
        return original(routes, collection, connections)

    return patch.object(CollectionsToday, "show", show)


@CATALOGUE.sabotage(
    "Whatever is edited is said to have been made only then.",
    caught_by=(titles.EDITED_IN_LINEAR, titles.EDITED_IN_NOTION),
    at=titles.CHANGED,
    diagnosis="`Onboarding`: not one time of creation, but .*first look.*this look",
)
def made_when_edited() -> Context:
    def made_now(run: SyncRun, changes: Changes) -> Changes:
        for item in changes:
            is_known = item.entity_id in run._sync.known
            if isinstance(item, Entity) and is_known and item.created_at:
                yield replace(item, created_at=now())
            else:
                yield item

    return reading(made_now)


@CATALOGUE.sabotage(
    "What a hit offers to download is another file.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="says that `[^`]+` is at http[^ ]+, where `[^`]+` is",
)
def downloads_of_another_file() -> Context:
    last: dict[str, str | None] = {}

    def of_the_one_before(item: Entity) -> Entity:
        url, last["url"] = last.get("url", item.url), item.url
        return replace(item, url=url)

    return entities(of_the_one_before)


@CATALOGUE.sabotage(
    "Whoever filters is shown the first page again and again.",
    caught_by=titles.PAGES,
    at=titles.WHOLE,
    diagnosis="search by the kind GitHub.* in pages of 1 leave out",
)
def filtered_pages_begin_anew() -> Context:
    original: Callable[..., Any] = search.search

    def anew(*arguments: Any) -> Any:  # noqa: ANN401  passed through
        *others, narrower, page = arguments
        return original(*others, narrower, replace(page, offset=0) if narrower else page)

    return patch.object(api_search, "search", anew)


@CATALOGUE.sabotage(
    "A filter by more than a number brings that number, too.",
    caught_by=titles.FILTERS,
    at=titles.FILTERED,
    diagnosis="search by chunk_index: 'greater_than 0' brings",
)
def borders_included() -> Context:
    more, less = filters.Operator.GREATER_THAN, filters.Operator.LESS_THAN
    return patch.dict(filters._BOUNDS, {more: "gte", less: "lte"})


@CATALOGUE.sabotage(
    "Of several values that a filter allows only the first one counts.",
    caught_by=titles.FILTERS_TOGETHER,
    at=titles.FILTERED_TOGETHER,
    diagnosis="'one of two names' leaves out",
)
def first_value_only() -> Context:
    original = filters._condition

    def condition(wanted: filters.FilterCondition) -> Any:  # noqa: ANN401  passed through
        if isinstance(wanted.value, list):
            wanted = wanted.model_copy(update={"value": wanted.value[:1]})
        return original(wanted)

    return patch.object(filters, "_condition", condition)


@CATALOGUE.sabotage(
    "Of the chosen prefix all is collected that only begins like it.",
    caught_by=titles.PREFIX,
    at="search finds exactly the test objects",
    diagnosis="expected absent; search shows never written",
)
def beginnings_of_prefixes_taken() -> Context:
    original = S3Source.__init__

    def begin(source: S3Source, auth: Any, config: Any, context: SourceContext) -> None:  # noqa: ANN401
        cut = config.model_copy(update={"prefix": config.prefix.rstrip("/")})
        original(source, auth, cut, context)

    return patch.object(S3Source, "__init__", begin)


@CATALOGUE.sabotage(
    "A file that is deleted takes those along whose paths begin like its own.",
    caught_by=titles.FILE_DELETED,
    at=titles.CHANGED,
    diagnosis="docs/security.md.json: expected revision 1; search shows absent",
)
def deletes_what_begins_alike() -> Context:
    original = SyncRun._delete

    def delete(run: SyncRun, ids: set[str]) -> None:
        known = run._sync.known
        gone = {
            one for one in ids if one in known and known[one].entity_type.endswith("FileEntity")
        }
        original(run, ids | {one for one in known if one.startswith(tuple(gone))})

    return patch.object(SyncRun, "_delete", delete)


@CATALOGUE.sabotage(
    "Syncs are said to have been at work two hours before they were.",
    caught_by=titles.FIRST_SYNC,
    at=titles.FINDS,
    diagnosis="A sync is said to have started before there was a source",
)
def syncs_of_two_hours_ago() -> Context:
    original = views._job_details

    def details(job: Job) -> JobDetails:
        shown, ago = original(job), timedelta(hours=2)
        times = {"started_at": shown.started_at, "completed_at": shown.completed_at}
        earlier = {what: time - ago for what, time in times.items() if time}
        return shown.model_copy(update=earlier)

    return patch.object(views, "_job_details", details)


@CATALOGUE.sabotage(
    "Files whose names differ in capitals only are taken for one.",
    caught_by=titles.ODD_NAMES,
    at=titles.TO_THE_LAST,
    diagnosis="names/[Ll]etters.md",
)
def capitals_ignored() -> Context:
    def first_of_each(_: SyncRun, changes: Changes) -> Changes:
        seen: set[str] = set()
        for item in changes:
            if item.entity_id.casefold() not in seen:
                yield item
            seen.add(item.entity_id.casefold())

    return reading(first_of_each)


@CATALOGUE.sabotage(
    "Mails are said to be from whom they were written to.",
    caught_by=titles.FOUND_IN_GMAIL,
    at=titles.FINDS,
    diagnosis="not one sender, but '[^']+' .*; 'acceptance@",
)
def recipients_shown_as_senders() -> Context:
    original = gmail._header
    return patch.object(
        gmail, "_header", lambda mail, name: original(mail, "To" if name == "From" else name)
    )


@CATALOGUE.sabotage(
    "Whom a mail is from and whom it is to change places.",
    caught_by="What is in a mail folder is found after the first sync",
    at=titles.FINDS,
    diagnosis="not one sender, but 'sender@[^']+' .*; 'acceptance@",
)
def senders_and_recipients_swapped() -> Context:
    original = imap._entity

    def entity(mail: Any) -> Entity:  # noqa: ANN401  of imap-tools
        found = original(mail)
        people = {"sender": mail.to[0], "to": [mail.from_]}
        return replace(found, fields={**found.fields, **people})

    return patch.object(imap, "_entity", entity)


@CATALOGUE.sabotage(
    "Of a page only the first hundred paragraphs are read.",
    caught_by=titles.PARAGRAPHS,
    at='search for the last words of "History" brings it first',
    diagnosis="History: expected revision 1; search shows",
)
def pages_cut_at_a_hundred() -> Context:
    def texts(source: NotionSource, block_id: str) -> Iterator[str]:
        page = source._api.json(f"v1/blocks/{block_id}/children", page_size=100)
        for block in page["results"]:
            words = block.get(block["type"], {}).get("rich_text", [])
            yield "".join(text["plain_text"] for text in words)

    return patch.object(NotionSource, "_texts", texts)
