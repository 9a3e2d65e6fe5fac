"""Test documents: what is new in a revision, and what stays."""

from support.core.content import Author, Style


def test_only_the_end_of_a_document_is_new_where_that_is_asked_for() -> None:
    first = Author("x").write("a.md", 1, Style(sentences=5))
    second = Author("x").write("a.md", 2, Style(sentences=5, new=1))
    assert second.sentences[:-1] == first.sentences[:-1]
    assert second.sentences[-1] not in first.sentences
