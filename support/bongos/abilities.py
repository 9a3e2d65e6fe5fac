"""What a source may be able to do beside the common: a protocol each, which its bongo satisfies.

A sentence asks for what it speaks of, `source.having(Trash).trash(path)`, and so holds for every
source that has it.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol, runtime_checkable

from support.core.content import Document, Style


@runtime_checkable
class Bulk(Protocol):
    """Takes many documents at one stroke, in as few requests as its vendor allows."""

    def add_all(self, documents: Sequence[Document]) -> None:
        """Write documents that are not there."""

    def edit_all(self, documents: Sequence[Document]) -> None:
        """Give the documents of these paths their new words."""

    def remove_all(self, paths: Sequence[str]) -> None:
        """Remove the documents at these paths."""


@runtime_checkable
class Editing(Protocol):
    """What was written can be changed in its place."""

    def edit(self, document: Document) -> None:
        """Give the document of this path its new words."""


@runtime_checkable
class Renaming(Protocol):
    """Documents have a path, and can get another one."""

    def rename_at_once(self, old: str, new: str) -> None:
        """Give a document another path in a single change; its words stay."""


@runtime_checkable
class Trash(Protocol):
    """What is thrown away could be taken out again."""

    def trash(self, path: str) -> None:
        """Move a document to the trash."""


@runtime_checkable
class Archive(Protocol):
    """What is done with is put away, and kept."""

    def archive(self, path: str) -> None:
        """Put a document away."""


@runtime_checkable
class Folders(Protocol):
    """Documents lie in folders and can be moved."""

    def move(self, path: str, folder: str) -> None:
        """Move a document to a folder of the workspace."""

    def move_out(self, path: str) -> None:
        """Move a document out of the workspace."""

    def create_beside(self, path: str) -> None:
        """Write a new document beside the workspace, and let it go with that."""

    def create_plain(self, path: str) -> None:
        """Write a new text file of just this name, whatever that says."""

    def create_sheet(self, path: str) -> None:
        """Make a new sheet, its words in cells."""


@runtime_checkable
class Threads(Protocol):
    """Messages answer each other."""

    def answer(self, path: str, question: str) -> None:
        """Write a new message into the thread of another one."""


@runtime_checkable
class Labels(Protocol):
    """A label puts a document into the workspace."""

    def create_unlabelled(self, path: str) -> None:
        """Write a new document outside of the workspace, and let it go with that."""

    def take_label(self, path: str) -> None:
        """Take the label off a document, which stays where it is."""


@runtime_checkable
class MailParts(Protocol):
    """A message has a text, and may carry files."""

    def create_with_attachments(self, path: str, *texts: str) -> None:
        """Write a new message that carries files of Markdown, all of one name."""

    def create_with_plain_text(self, path: str, text: str) -> None:
        """Write a new message that carries a file of plain text."""

    def create_without_text(self, path: str) -> None:
        """Write a new message that says all in its subject."""

    def create_as_web_page(self, path: str) -> None:
        """Write a new message that says all as a web page, and nothing as text."""


@runtime_checkable
class MailForms(Protocol):
    """A mail can be written in the ways that mail has known."""

    def create_in_two_forms(self, path: str) -> None:
        """Write a new mail that says the same as text and as a web page."""

    def create_in_old_encoding(self, path: str, style: Style) -> None:
        """Write a new mail, encoded as mail was before Unicode."""

    def mark_deleted(self, path: str) -> None:
        """Mark a mail as deleted, no more."""


@runtime_checkable
class Calendar(Protocol):
    """Documents are events, and have their days."""

    def create_weekly(self, path: str) -> None:
        """Make a new event that comes again every week."""

    def create_untitled(self) -> None:
        """Make a new event that has no title."""

    def create_all_day(self, path: str) -> None:
        """Make a new event that lasts the whole day."""

    def move_to_day(self, path: str, day: str) -> None:
        """Move an event to another day, such as 2031-04-01."""

    def describe(self, text: str) -> None:
        """Give the calendar itself another description."""


@runtime_checkable
class IssueTracker(Protocol):
    """Documents are issues, which people talk about and work off."""

    def comment(self, path: str, words: str) -> None:
        """Comment on an issue."""

    def edit_comment(self, words: str, new: str) -> None:
        """Give a comment other words."""

    def discuss(self, path: str, count: int, last: str) -> None:
        """Comment on an issue many times; only what is said last is of interest."""

    def move_to_state(self, path: str, state: str) -> None:
        """Move an issue to a state of the workflow."""


@runtime_checkable
class Blocks(Protocol):
    """Pages are made of blocks inside of blocks."""

    def create_folded(self, path: str) -> None:
        """Make a new page whose words stand inside of two blocks that are folded away."""

    def create_in_paragraphs(self, path: str, style: Style) -> None:
        """Make a new page on which every sentence is a block."""

    def create_row(self, path: str) -> None:
        """Make a new page that is a row of a database."""

    def create_with_table(self, path: str) -> None:
        """Make a new page whose words stand in a table."""


@runtime_checkable
class Table(Protocol):
    """Documents are rows of one table."""

    def truncate(self) -> None:
        """Remove all rows at one stroke."""

    def add_column(self, name: str, value: str) -> None:
        """Give the table one more column, with the same value in every row."""

    def rename_table(self, name: str) -> None:
        """Give the table another name."""

    def drop_key(self) -> None:
        """Let nothing tell the rows apart any more but what stands in them."""

    def add_second_editions(self) -> None:
        """Let a key have a second column, and write one more row for each that is there."""


@runtime_checkable
class Versions(Protocol):
    """What is overwritten is kept as an older version."""

    def count_versions(self, path: str) -> int:
        """Return how many versions of a document are kept."""


@runtime_checkable
class Payments(Protocol):
    """Documents are customers, who pay."""

    def pay(self, path: str, purpose: str) -> None:
        """Begin a payment of a customer."""


@runtime_checkable
class PrivateChannels(Protocol):
    """A workspace may be closed to all but its members."""

    def make_private(self) -> None:
        """Let the workspace, which is not yet made, be private."""

    def let_in(self) -> None:
        """Let the user as whom is searched be a member."""

    def shut_out(self) -> None:
        """Let that user be no member any more."""


@runtime_checkable
class HostileTrees(Protocol):
    """Documents may have any name and any words, and be many."""

    def create_hostile_tree(self, kind: str) -> None:
        """Write a tree of documents of a kind that is allowed and often goes wrong, all at once."""


@runtime_checkable
class ExpiringTokens(Protocol):
    """The source can be told that a token has had its time."""

    def token_expired(self) -> AbstractContextManager[None]:
        """Let the source refuse every token until exit."""


@runtime_checkable
class ExpiringHistory(Protocol):
    """The source tells what changed since some moment, and can be told to have forgotten it."""

    def history_expired(self) -> AbstractContextManager[None]:
        """Let the source know of no such moment until exit."""


@runtime_checkable
class Backdating(Protocol):
    """What is written can be older than it is."""

    def create_backdated(self, path: str) -> None:
        """Write a new document, dated long before all others."""


@runtime_checkable
class Committing(Protocol):
    """What belongs together is written in one step that has a name."""

    def create_at_once(self, paths: Sequence[str]) -> None:
        """Write new documents in a single commit, each with words of its own."""


@runtime_checkable
class Merging(Protocol):
    """What was written elsewhere is brought in as a whole."""

    def create_by_merge(self, path: str) -> None:
        """Write a new document elsewhere, dated long before all others, and bring that in."""


@runtime_checkable
class Rewriting(Protocol):
    """What became of a document can be made undone, as if it had never been."""

    def take_back(self, path: str) -> None:
        """Take back the newest change, which wrote this document."""


@runtime_checkable
class Withholding(Protocol):
    """The source can be told to refuse what it refuses only on its bad days."""

    def withholding(self, path: str) -> AbstractContextManager[None]:
        """Let the source refuse to hand out a document until exit."""


@runtime_checkable
class Slowness(Protocol):
    """The source can be told to take its time, as it does on its busy days."""

    def slow(self, path: str) -> AbstractContextManager[None]:
        """Let the source hand out a document late until exit."""
