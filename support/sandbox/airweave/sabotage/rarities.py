"""Defects of what is allowed in a source, but rare: names, kinds and numbers few people have."""

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import psycopg

from support.sandbox.airweave.app.sources import (
    github,
    google_calendar,
    google_drive,
    linear,
    postgresql,
)
from support.sandbox.airweave.app.sources.base import Entity
from support.sandbox.airweave.app.sources.slack import SlackSource
from support.sandbox.airweave.app.sync import SyncRun
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.connectors import rows
from support.sandbox.airweave.sabotage.mistaking import of_kind_changed
from support.sandbox.airweave.sabotage.sources import of_kind
from support.sandbox.airweave.sabotage.syncing import Changes, reading, without
from support.sandbox.airweave.sabotage.titles import NEW, STILL, UNCOUNTED

Context = AbstractContextManager[object]
Item = dict[str, Any]

_LONGEST_DESCRIPTION = 4000
_PAGE_OF_SLACK = 20


@CATALOGUE.sabotage(
    "A table whose name has capitals is not read.",
    caught_by=titles.TABLE_IN_CAPITALS,
    at=titles.EVERY_ROW,
    diagnosis="Search does not bring Onboarding" + STILL,
)
def tables_in_capitals_skipped() -> Context:
    original = postgresql.PostgreSQLSource._tables

    def tables(
        source: postgresql.PostgreSQLSource, database: "psycopg.Connection[Item]"
    ) -> list[Item]:
        return [one for one in original(source, database) if one["name"].islower()]

    return patch.object(postgresql.PostgreSQLSource, "_tables", tables)


@CATALOGUE.sabotage(
    "Columns that hold JSON are left out.",
    caught_by=titles.FOUND_IN_POSTGRESQL,
    at=titles.FINDS,
    diagnosis=r"not one details, but \{.*\} \(PostgreSQL\); None",
)
def json_columns_left_out() -> Context:
    return rows(
        lambda row: {name: said for name, said in row.items() if not isinstance(said, dict)}
    )


@CATALOGUE.sabotage(
    "Columns that hold JSON are shown as a programming language prints them.",
    caught_by=titles.FOUND_IN_POSTGRESQL,
    at=titles.FINDS,
    diagnosis=r"not one details, but \{.*\} \(PostgreSQL\); \"\{'shelf'",
)
def json_columns_printed() -> Context:
    return patch.object(postgresql, "_as_text", str)


@CATALOGUE.sabotage(
    "A file in Drive whose name holds a slash is lost.",
    caught_by=titles.SLASH_IN_NAME,
    at=titles.FINDS,
    diagnosis=rf"Q1/Q2 plan.md: {NEW} {UNCOUNTED}{STILL}",
)
def names_with_a_slash_lost() -> Context:
    is_file = of_kind(google_drive.FILE)
    return without(lambda entity: is_file(entity) and "/" in entity.name)


@CATALOGUE.sabotage(
    "Of a name in Drive that holds a slash only what follows it is shown.",
    caught_by=titles.SLASH_IN_NAME,
    at=titles.FINDS,
    diagnosis=r"not one name, but 'Q1/Q2 plan.md' \(Google Drive\); 'Q2 plan.md'",
)
def names_cut_at_a_slash() -> Context:
    return of_kind_changed(
        google_drive.FILE, lambda one: replace(one, name=one.name.rpartition("/")[2])
    )


@CATALOGUE.sabotage(
    "An event that has no title is left out.",
    caught_by=titles.UNTITLED,
    at=titles.FINDS,
    diagnosis=rf"\(No title\): {NEW} {UNCOUNTED}{STILL}",
)
def untitled_events_skipped() -> Context:
    is_event = of_kind(google_calendar.EVENT)
    return without(lambda one: is_event(one) and one.name == f"Event {one.entity_id}")


@CATALOGUE.sabotage(
    "The description of an issue is cut after 4,000 characters.",
    caught_by=titles.LONG_ISSUE,
    at='search for the last words of "History" brings it first',
    diagnosis=r"History: expected revision 1; search shows revision 1 without \d+ of 100",
)
def descriptions_cut() -> Context:
    return of_kind_changed(
        linear.ISSUE, lambda one: replace(one, text=one.text[:_LONGEST_DESCRIPTION])
    )


@CATALOGUE.sabotage(
    "A comment that was edited keeps the words that it had first.",
    caught_by=titles.COMMENT_EDITED,
    at='search for "Zebrawood Shelves" finds the comment first',
    diagnosis="should bring the comment first .*, but brings nothing" + STILL,
)
def edited_comments_kept() -> Context:
    first: dict[str, str] = {}

    return of_kind_changed(
        linear.COMMENT,
        lambda one: replace(one, text=first.setdefault(one.entity_id, one.text)),
    )


@CATALOGUE.sabotage(
    "Of the messages that Slack finds only the first twenty are brought.",
    caught_by=titles.MESSAGES_ALIKE,
    at=titles.EVERY_WAY,
    diagnosis="(semantic|keyword|hybrid) search leaves out 5 of 25" + STILL,
)
def twenty_messages_at_most() -> Context:
    original = SlackSource._search
    return patch.object(
        SlackSource,
        "_search",
        lambda source, query, count: original(source, query, min(count, _PAGE_OF_SLACK)),
    )


@CATALOGUE.sabotage(
    "A file in whose place there is a folder now stays in search.",
    caught_by=titles.FILE_TO_FOLDER,
    at=titles.CHANGED,
    diagnosis="src/pricing.py: expected absent; search shows revision 1",
)
def files_outlive_their_folders() -> Context:
    def kept(run: SyncRun, changes: Changes) -> Changes:
        for item in changes:
            known = run._sync.known.get(item.entity_id)
            is_folder = isinstance(item, Entity) and item.entity_type == github.DIRECTORY
            if not (is_folder and known and known.entity_type == github.CODE_FILE):
                yield item

    return reading(kept)


@CATALOGUE.sabotage(
    "In place of a branch whose name holds a slash the default branch is read.",
    caught_by=titles.MANY_AT_ONCE,
    at=titles.OWN_EACH,
    diagnosis="README.md: expected absent; search shows never written",
)
def branches_with_a_slash_unread() -> Context:
    original = github.GitHubSource._head

    def head(source: github.GitHubSource, branch: str) -> Item | None:
        default: str = source._repository()["default_branch"]
        return original(source, default if "/" in branch else branch)

    return patch.object(github.GitHubSource, "_head", head)
