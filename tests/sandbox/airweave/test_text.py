"""Chunks lose nothing, and words are found as people write them."""

import math
import random

import pytest

from support.sandbox.airweave.app.chunking import chunk
from support.sandbox.airweave.app.embedding import (
    WordLlama,
    document_vector,
    query_vector,
    term_id,
    terms,
)
from support.sandbox.airweave.app.sources.github_files import decode, is_selected

ALPHABET = ["word ", "Überlänge ", "x", "\n", "\n\n", "\t", "  ", "日本語", "😀", "snake_case-99 "]


@pytest.fixture(scope="session")
def embedder() -> WordLlama:
    return WordLlama()


@pytest.mark.parametrize("seed", range(40))
def test_chunks_put_together_are_the_text(seed: int, embedder: WordLlama) -> None:
    rng = random.Random(seed)  # noqa: S311  not a secret
    text = "".join(rng.choices(ALPHABET, k=rng.randint(0, 1500)))
    budget = rng.choice([16, 64, 256])

    chunks = chunk(text, budget, embedder.count_tokens)

    assert "".join(chunks) == text
    assert all(chunks)
    assert all(embedder.count_tokens(item) <= budget for item in chunks)


def test_chunks_end_at_paragraphs_then_lines_then_words() -> None:
    text = "one two\nthree four\n\nfive six seven eight"

    assert chunk(text, 20, len) == ["one two\nthree four\n\n", "five six seven eight"]
    assert chunk(text, 14, len) == ["one two\n", "three four\n\n", "five six ", "seven eight"]


def test_a_text_that_fits_is_one_chunk_and_no_text_is_none() -> None:
    assert chunk("short", 100, len) == ["short"]
    assert chunk("", 100, len) == []


def test_a_word_longer_than_a_chunk_is_cut() -> None:
    assert "".join(chunk("x" * 100, 16, len)) == "x" * 100
    assert max(map(len, chunk("x" * 100, 16, len))) <= 16


def test_joined_words_count_whole_and_in_parts() -> None:
    assert terms("retry_after zebra-4d15e8 __init__") == [
        *["retry_after", "retry", "after"],
        *["zebra-4d15e8", "zebra", "4d15e8"],
        *["__init__", "init"],
    ]


def test_words_of_every_script_are_found_without_regard_to_case() -> None:
    assert terms("STRASSE Straße ÉCOLE école Ωmega 日本語 42") == [
        *["strasse", "strasse", "école", "école", "ωmega", "日本語", "42"]
    ]


def test_a_term_weighs_as_bm25_says() -> None:
    text = "apple apple " + "filler " * 98  # 100 terms
    weights = dict(zip(document_vector(text).indices, document_vector(text).values, strict=True))

    expected = 2 * 2.2 / (2 + 1.2 * (1 - 0.75 + 0.75 * 100 / 256))
    assert math.isclose(weights[term_id("apple")], expected)


def test_a_query_weighs_each_term_once() -> None:
    vector = query_vector("apple Apple pie")

    assert vector.indices == sorted({term_id("apple"), term_id("pie")})
    assert vector.values == [1.0, 1.0]


def test_a_sentence_without_a_word_has_no_terms() -> None:
    assert query_vector("?! …").indices == []


def test_text_is_told_from_binary() -> None:
    assert decode("\ufeffGrüße\n".encode()) == "Grüße\n"
    assert decode("Grüße".encode("latin-1")) == "Grüße"
    assert decode(b"text\0text") is None
    assert decode(bytes(range(1, 32)) * 3) is None


@pytest.mark.parametrize(
    ("path", "size", "selected"),
    [
        ("docs/a.md", 1, True),
        ("A.PY", 10 * 1024 * 1024, True),
        ("a.py", 10 * 1024 * 1024 + 1, False),
        ("a.py", 0, False),
        ("table.csv", 10, True),
        ("Makefile", 10, True),
        ("photo.PNG", 10, False),
    ],
)
def test_files_are_selected_by_name_and_size(path: str, size: int, selected: bool) -> None:
    assert is_selected(path, size) is selected
