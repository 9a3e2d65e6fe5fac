"""Defects of reading a tree of files: odd names, odd words, many and long ones.

No scenario is about one of these: each tree holds much that is allowed.
"""

import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import PurePosixPath
from unittest.mock import patch

from support.sandbox.airweave.app import chunking, documents
from support.sandbox.airweave.app.sources import github
from support.sandbox.airweave.app.sources.base import Entity
from support.sandbox.airweave.app.sources.github_tree import Tree
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE
from support.sandbox.airweave.sabotage.syncing import Changes, entities, is_document, reading

Context = AbstractContextManager[object]

_A_MEGABYTE = 2**20
_ASTRAL = 0xFFFF


def words(change: Callable[[str], str]) -> Context:
    """Change what every file says."""
    return entities(lambda item: replace(item, text=change(item.text)))


def selecting(is_chosen: Callable[[PurePosixPath, int], bool]) -> Context:
    """Leave out all files but these, given path and size."""
    original = vars(github)["is_selected"]  # another defect may have changed it already

    def is_selected(path: str, size: int) -> bool:
        return original(path, size) and is_chosen(PurePosixPath(path), size)

    return patch.object(github, "is_selected", is_selected)


@CATALOGUE.sabotage(
    "Line ends of Windows are replaced.",
    caught_by=titles.ODD_LETTERS,
    at=titles.TO_THE_LAST,
    diagnosis="odd/line ends.md is not the same from character 5 on",
)
def line_ends_replaced() -> Context:
    return words(lambda text: text.replace("\r\n", "\n"))


@CATALOGUE.sabotage(
    "Tabs are replaced by blanks.",
    caught_by=titles.ODD_LETTERS,
    at=titles.TO_THE_LAST,
    diagnosis="odd/tabs.py is not the same from character 12 on",
)
def tabs_replaced() -> Context:
    return words(str.expandtabs)


@CATALOGUE.sabotage(
    "Letters of full width are taken for narrow ones.",
    caught_by=titles.ODD_LETTERS,
    at=titles.TO_THE_LAST,
    diagnosis="odd/emoji.md is not the same from character",
)
def letters_made_narrow() -> Context:
    return words(lambda text: unicodedata.normalize("NFKC", text))


@CATALOGUE.sabotage(
    "Emoji are dropped from texts.",
    caught_by=titles.ODD_LETTERS,
    at=titles.TO_THE_LAST,
    diagnosis="odd/emoji.md is not the same from character 2 on",
)
def emoji_dropped() -> Context:
    return words(lambda text: "".join(one for one in text if ord(one) <= _ASTRAL))


@CATALOGUE.sabotage(
    "Where a long text is cut, a line end is lost.",
    caught_by=titles.LONG,
    at=titles.TO_THE_LAST,
    diagnosis="long/chronicle.md is not the same from character",
)
def borders_of_chunks_lost() -> Context:
    original = chunking.chunk
    return patch.object(
        documents, "chunk", lambda *arguments: [one.strip("\n") for one in original(*arguments)]
    )


@CATALOGUE.sabotage(
    "Of two files that say the same only one is collected.",
    caught_by=titles.CROWDED,
    at=titles.TO_THE_LAST,
    diagnosis="1 of [0-9]+ are not there: 'twins/(castor|pollux).md'",
)
def twins_taken_for_one() -> Context:
    def without_twins(_: object, changes: Changes) -> Changes:
        seen: set[object] = set()
        for item in changes:
            said = item.fields.get("sha") if isinstance(item, Entity) else None
            if said is None or said not in seen:
                yield item
            seen.add(said)

    return reading(without_twins)


@CATALOGUE.sabotage(
    "Of a folder only the first hundred files are read.",
    caught_by=titles.CROWDED,
    at=titles.TO_THE_LAST,
    diagnosis="1 of [0-9]+ are not there: 'many/file-100.md'",
)
def folders_cut_at_a_hundred() -> Context:
    original = Tree.listing
    return patch.object(Tree, "listing", lambda *arguments: original(*arguments)[:100])


@CATALOGUE.sabotage(
    "Files of more than a megabyte are left out.",
    caught_by=titles.LONG,
    at=titles.TO_THE_LAST,
    diagnosis="1 of [0-9]+ are not there: 'long/archive.md'",
    releases=("2026-04",),
)
def megabytes_left_out() -> Context:
    return selecting(lambda _, size: size < _A_MEGABYTE)


@CATALOGUE.sabotage(
    "Files and folders whose names begin with a dot are left out.",
    caught_by=titles.ENDINGS,
    at=titles.TO_THE_LAST,
    diagnosis="2 of [0-9]+ are not there: '.editorconfig.md', '.github/workflows/build.yml'",
)
def names_with_a_dot_left_out() -> Context:
    return selecting(lambda path, _: not any(part.startswith(".") for part in path.parts))


@CATALOGUE.sabotage(
    "Files without an ending, or with one in capitals, are left out.",
    caught_by=titles.ENDINGS,
    at=titles.TO_THE_LAST,
    diagnosis="3 of [0-9]+ are not there: 'README.MD', 'src/LEGACY.PY', 'Makefile'",
    releases=("2026-04",),
)
def endings_taken_literally() -> Context:
    return selecting(lambda path, _: path.suffix.islower())


@CATALOGUE.sabotage(
    "Names that only look the same are taken for the same.",
    caught_by=titles.ODD_NAMES,
    at=titles.TO_THE_LAST,
    diagnosis="1 of [0-9]+ are not there: 'names/cafe.u0301.md'",
)
def names_composed() -> Context:
    def composed(item: Entity) -> Entity:
        return replace(item, entity_id=unicodedata.normalize("NFC", item.entity_id))

    return entities(composed)


@CATALOGUE.sabotage(
    "An empty file is collected as if it said something.",
    caught_by=titles.ODD_LETTERS,
    at=titles.TO_THE_LAST,
    diagnosis="1 of [0-9]+ are there, but should not be: 'odd/empty.md'",
)
def empty_file_beside_the_others() -> Context:
    def doubled(_: object, changes: Changes) -> Changes:
        for item in changes:
            yield item
            if is_document(item) and isinstance(item, Entity) and item.name == "tabs.py":
                place = item.entity_id.removesuffix(item.name)
                yield replace(item, entity_id=f"{place}empty.md", name="empty.md")

    return reading(doubled)
