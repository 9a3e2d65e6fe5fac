"""Writes the skeleton of a source: its bongo, its settings, its connector, and what plays it.

It is a folder of text files that a token opens, and takes part in every promise that all sources
make. It is green at once.
"""

import re
from pathlib import Path

from support.bongos import SOURCES
from support.core.command_line import Parser
from support.core.errors import SetupError
from support.scaffold import skeleton

_NAMES = skeleton.ROOT / "support/bongos/__init__.py"
_SETTINGS = skeleton.ROOT / "support/bongos/settings.py"

# Whose rows are taken over: its documents have the names that most sources' have.
_LIKE = "notion"


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code.

    Raises:
        SetupError: the name is of no use or taken.
    """
    parser = Parser("new-source", __doc__)
    parser.add_argument("name", metavar="NAME", help="of its tag and its modules: text_folder")
    parser.add_argument("--title", help='what people call its vendor, such as "The file system"')
    parser.add_argument("--called", help='what features call it, such as "a text folder"')
    options = parser.parse_args(arguments)
    words = skeleton.words_of(options.name, options.title)
    called = options.called or _with_article(options.name.replace("_", " "))
    if called in SOURCES or not re.fullmatch(r"[\w ]+", called):
        raise SetupError(f"{called!r} is taken or not made of words; --called says another")
    written = skeleton.write("source", words)
    changed = [_NAMES, _SETTINGS, *_add_rows(options.name, called)]
    skeleton.append(_NAMES, "SOURCES", f'"{called}": "{options.name}"')
    code = skeleton.render(skeleton.TEMPLATES / "settings_of_source.py.template", words)
    skeleton.insert_before(_SETTINGS, "SETTINGS", code)
    skeleton.append(_SETTINGS, "SETTINGS", f"{words['Name']}Settings")
    skeleton.finish([*written, *changed])
    skeleton.tell(written, changed, options.name, "docs/adding-a-source.md")
    return 0


def _add_rows(name: str, called: str) -> list[Path]:
    """Add the source to every table of sources; return the files that have one."""
    features = sorted(skeleton.ROOT.glob("features/*/*.feature"))
    changed = [path for path in features if skeleton.add_rows(path, _LIKE, [name, called])]
    pages = sorted(skeleton.ROOT.glob("docs/*.md"))
    cells = [f"`@{name}`", "text files in a folder", "pathlib", "a folder", "a folder"]
    return changed + [path for path in pages if skeleton.add_rows(path, f"`@{_LIKE}`", cells)]


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
