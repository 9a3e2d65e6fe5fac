"""Trees of files in which everything is allowed, and much goes wrong: one for each kind."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from support.core.causes import Cause
from support.core.content import EMPTY, ONE_SENTENCE, PLAIN, Author, Document, Style
from support.core.errors import Failure

_MORE_THAN_A_PAGE = 101
_LONG = Style(sentences=4_300)  # 250 kB
_LONGER_THAN_AN_ANSWER = Style(sentences=19_000)  # 1.1 MB: GitHub hands out 1 MB at once

_ENDINGS = (
    ".editorconfig.md",
    ".github/workflows/build.yml",
    "README.MD",
    "src/LEGACY.PY",
    "Makefile",
)
_NAMES = (
    "names/c# notes.md",
    "names/100% sure.md",
    "names/why?.md",
    "names/salt & pepper.md",
    "names/c++ and me.md",
    "names/with blanks/and #/still here.md",
    "names/ＡＢＣ.md",  # noqa: RUF001  that is the point
    "names/🚀.md",
    f"names/{'very long ' * 12}name.md",
    "names/Letters.md",
    "names/letters.md",
)
_ODD = {
    "odd/line ends.md": "- one\r\n- two\r\n\r\n# Three\r\n",
    "odd/mark.md": "\ufeff# Begins with a mark\n\n- nothing else\n",
    "odd/tabs.py": 'def tabs():\n\t"""Stand here."""\n\tif True:\n\t\treturn 1\n',
    "odd/no last line.md": "# Ends\n\n- without a line end",
    "odd/emoji.md": "# 🎉 Party 👩‍👩‍👧 🏳️‍🌈\n\n- ＡＢＣ is not ABC, ﬁ is not fi\n",  # noqa: RUF001
    "odd/front matter.md": "---\ntitle: Front\n---\n\n# Matter\n\n- in front of it\n",
    "odd/web page.md": "# Web\n\n<!-- a remark -->\n\n- <b>bold</b> &amp; &lt;plain&gt;\n",
    "odd/blank.md": "# Blank\n\n\n\n- lines   and  blanks \n\n\n",
}


def hostile_tree(kind: str, author: Author) -> list[Document]:
    """Return the files of a kind, of which all but the empty one are text, and are to be found.

    Raises:
        Failure: there is no such kind.
    """
    if kind not in _TREES:
        said = f"There are files of {', '.join(_TREES)}, and none of {kind}"
        raise Failure(Cause.SUITE(said))
    return list(_TREES[kind](author))


def _crowded(author: Author) -> Iterator[Document]:
    for number in range(_MORE_THAN_A_PAGE):
        yield author.write(f"many/file-{number:03}.md", 1, ONE_SENTENCE)
    first = author.write("twins/castor.md", 1, PLAIN)
    yield from (first, replace(first, path="twins/pollux.md"))


def _long(author: Author) -> Iterator[Document]:
    yield author.write("long/chronicle.md", 1, _LONG)
    yield author.write("long/archive.md", 1, _LONGER_THAN_AN_ANSWER)


def _of_unusual_endings(author: Author) -> Iterator[Document]:
    return (author.write(name, 1, PLAIN) for name in _ENDINGS)


def _oddly_named(author: Author) -> Iterator[Document]:
    yield from (author.write(name, 1, PLAIN) for name in _NAMES)
    yield from _composed_and_not(author)


def _oddly_written(author: Author) -> Iterator[Document]:
    yield from (Document(path, 1, (text,), text.encode()) for path, text in _ODD.items())
    yield author.write("odd/empty.md", 1, EMPTY)


def _composed_and_not(author: Author) -> Iterator[Document]:
    """Yield two files whose names and words look the same and are not."""
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "names/café.md")
        words = unicodedata.normalize(form, "- déjà vu in Zürich\n")
        written = author.write(name, 1, ONE_SENTENCE)
        yield replace(written, body=written.body + words.encode())


_TREES: Mapping[str, Callable[[Author], Iterator[Document]]] = {
    "a crowded folder": _crowded,
    "great length": _long,
    "unusual endings": _of_unusual_endings,
    "odd names": _oddly_named,
    "odd letters": _oddly_written,
}
