"""Test documents: readable, reproducible, and with new words in every revision."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from support.core.formats import written

if TYPE_CHECKING:
    from faker import Faker

_WORDS_A_SENTENCE = 9
_LETTERS = 12  # of a word that is made up
_LONGEST_QUERY = 1000
_IN_FOLDER = 500  # GitHub lists no more than 1,000 files of a folder


@dataclass(frozen=True)
class Style:
    """How a document is written.

    Attributes:
        locale: the language of the words, as Faker names it.
        sentences: how many.
        body: bytes to write instead of words; no connector should pick such a document up.
        titled: whether it holds nothing but a title, a single word that nobody else says.
        new: how many of its last sentences differ from those of the revision before; 0 for all.
    """

    locale: str = "en_US"
    sentences: int = 14
    body: bytes | None = None
    titled: bool = False
    new: int = 0


LANGUAGES = {"German": "de_DE", "Greek": "el_GR", "Japanese": "ja_JP"}
PLAIN = Style()
ONE_SENTENCE = Style(sentences=1)
FEW_SENTENCES = Style(sentences=3)
SEVERAL_PAGES = Style(sentences=80)
MORE_THAN_ONE_PIECE = Style(sentences=100)
ONLY_A_TITLE = Style(titled=True)
SEVERAL_CHUNKS = Style(sentences=800)
SEVERAL_CHUNKS_WITH_NEW_END = Style(sentences=800, new=1)
EMPTY = Style(body=b"")
BINARY = Style(body=bytes(range(256)) * 4)


def many_paths(count: int) -> list[str]:
    """Return the paths of many documents, in folders that any vendor lists whole."""
    return [f"part-{one // _IN_FOLDER:03}/document-{one:06}.md" for one in range(count)]


@dataclass(frozen=True)
class Document:
    """One revision of a test document.

    Attributes:
        path: its name in the source, such as `docs/onboarding.md`.
        revision: 1 for the first, counting up with every change.
        sentences: its words; no other document has the same sentences, and no other revision,
            unless only the end is new.
        body: what is written into the source.
        indexable: whether a connector should pick it up.
    """

    path: str
    revision: int
    sentences: tuple[str, ...]
    body: bytes
    indexable: bool = True

    @property
    def query(self) -> str:
        """The beginning of the document, as somebody who looks for it would paste it."""
        return " ".join(self.body.decode().split())[:_LONGEST_QUERY]

    @property
    def state(self) -> str:
        """What an observer should see of it."""
        return f"revision {self.revision}" if self.indexable else "absent"


class Author:
    """Writes documents. The same seed, path and revision give the same words.

    Args:
        seed: keeps the documents of one scenario apart from those of all others.
    """

    def __init__(self, seed: str) -> None:
        self._seed = seed

    def write(self, path: str, revision: int, style: Style = PLAIN) -> Document:
        """Write a revision of a document in the format that the ending of `path` asks for."""
        if style.body is not None:
            return Document(path, revision, (), style.body, indexable=False)
        words = _words(style.locale)
        words.seed_instance(f"{self._seed}/{path}/{revision}")
        if style.titled:
            title = words.lexify("?" * _LETTERS).capitalize()
            return Document(path, revision, (title,), f"# {title}\n".encode())
        sentences = tuple(words.sentence(_WORDS_A_SENTENCE) for _ in range(style.sentences))
        if style.new and revision > 1:
            before = self.write(path, revision - 1, style)
            sentences = before.sentences[: -style.new] + sentences[-style.new :]
        return Document(path, revision, sentences, written(path, sentences).encode())


@cache
def _words(locale: str) -> "Faker":
    """Return the words of a language; loading them takes longer than writing a document."""
    from faker import Faker  # noqa: PLC0415  a run that writes no documents need not wait for it

    return Faker(locale)
