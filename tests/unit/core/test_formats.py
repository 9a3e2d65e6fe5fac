"""Files look as people write them, and hold every sentence as it is."""

import ast
import json

import pytest

from support.core.content import ONE_SENTENCE, PLAIN, SEVERAL_PAGES, Author, Style

KINDS = (
    "docs/travel plans.md",
    "src/late_fees.py",
    "config/regions.json",
    "notes/diary.txt",
    "Mail",
)


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("style", [ONE_SENTENCE, PLAIN, SEVERAL_PAGES, Style(locale="ja_JP")])
def test_every_sentence_stands_in_the_file(path: str, style: Style) -> None:
    document = Author("seed").write(path, 1, style)
    assert all(sentence in document.body.decode() for sentence in document.sentences)


def test_markdown_has_headings_and_both_kinds_of_lists() -> None:
    lines = Author("seed").write("docs/travel plans.md", 1).body.decode().splitlines()
    assert lines[0] == "# Travel plans"
    assert {line.split()[0] for line in lines if line} >= {"#", "##", "-", "1."}


def test_python_is_python_and_json_is_json() -> None:
    module = ast.parse(Author("seed").write("src/late_fees.py", 1).body)
    assert [node.name for node in module.body if isinstance(node, ast.FunctionDef)]
    assert json.loads(Author("seed").write("config/regions.json", 1).body)["title"] == "Regions"
