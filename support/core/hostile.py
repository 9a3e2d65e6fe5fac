"""A tree of files in which everything is allowed, and much goes wrong."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from support.core.content import EMPTY, ONE_SENTENCE, PLAIN, Author, Document, Style

_MORE_THAN_A_PAGE = 101
_LONG = Style(sentences=4_300)  # 250 kB
_LONGER_THAN_AN_ANSWER = Style(sentences=19_000)  # 1.1 MB: GitHub hands out 1 MB at once

_NAMES = (
    ".editorconfig.md",
    ".github/workflows/build.yml",
    "README.MD",
    "src/LEGACY.PY",
    "Makefile",
    "names/c# notes.md",
    "names/100% sure.md",
    "names/why?.md",
    "names/salt & pepper.md",
    "names/c++ and me.md",
    "names/with blanks/and #/still here.md",
    "names/ＡＢＣ.md",  # noqa: RUF001  that is the point
    "names/🚀.md",
)
_ODD = {
    "odd/line ends.md": "- one\r\n- two\r\n\r\n# Three\r\n",
    "odd/mark.md": "\ufeff# Begins with a mark\n\n- nothing else\n",
    "odd/tabs.py": 'def tabs():\n\t"""Stand here."""\n\tif True:\n\t\treturn 1\n',
    "odd/no last line.md": "# Ends\n\n- without a line end",
    "odd/emoji.md": "# 🎉 Party 👩‍👩‍👧 🏳️‍🌈\n\n- ＡＢＣ is not ABC, ﬁ is not fi\n",  # noqa: RUF001
    "odd/blank.md": "# Blank\n\n\n\n- lines   and  blanks \n\n\n",
}


def hostile_tree(author: Author) -> list[Document]:
    """Return the files, of which all but the empty one are text, and are to be found."""
    return [
        *(
            author.write(f"many/file-{number:03}.md", 1, ONE_SENTENCE)
            for number in range(_MORE_THAN_A_PAGE)
        ),
        author.write("long/chronicle.md", 1, _LONG),
        author.write("long/archive.md", 1, _LONGER_THAN_AN_ANSWER),
        *(author.write(name, 1, PLAIN) for name in _NAMES),
        *(Document(path, 1, (text,), text.encode()) for path, text in _ODD.items()),
        *_composed_and_not(author),
        *_twins(author),
        author.write("empty.md", 1, EMPTY),
    ]


def _composed_and_not(author: Author) -> Iterator[Document]:
    """Yield two files whose names and words look the same and are not."""
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "names/café.md")
        words = unicodedata.normalize(form, "- déjà vu in Zürich\n")
        written = author.write(name, 1, ONE_SENTENCE)
        yield replace(written, body=written.body + words.encode())


def _twins(author: Author) -> Iterator[Document]:
    first = author.write("twins/castor.md", 1, PLAIN)
    return iter([first, replace(first, path="twins/pollux.md")])
