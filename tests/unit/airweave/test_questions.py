"""What is embedded of a document is found out, and not believed."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest

from support.airweave.client.august_2025 import August2025
from support.airweave.client.generation import Embedded, Subject
from support.airweave.client.models import Piece
from support.airweave.client.today import cosine_of
from support.airweave.observers.questions import Questions
from support.core.content import Author

DOCUMENT = Author("seed").write("docs/a.md", 1)
KEY = ("ToyEntity", "docs/a.md")


class Toy:
    """A source, as far as a question is made of it."""

    short_name, entity_type = "toy", "ToyEntity"

    def entity_id(self, path: str) -> str:
        return path

    place = entity_id

    def containers(self, path: str) -> list[str]:
        return []


class Airweave:
    """Words a question in two ways."""

    def questions(self, subject: Subject) -> Mapping[Embedded, str]:
        return {Embedded.PLACE: subject.path, Embedded.WORDS: subject.document.query}


def probed(scores: Mapping[str, float | None]) -> Questions:
    """Return what was found out where search rates the document so, by question."""

    def ask(question: str) -> Sequence[Piece]:
        score = scores.get(question)
        hit = Piece(entity_id="x", original_id=KEY[1], entity_type=KEY[0], score=score)
        return [hit] if question in scores else []

    questions = Questions(cast(Any, Airweave()))
    questions.probe(cast(Any, Toy()), DOCUMENT, ask)
    return questions


@pytest.mark.parametrize(
    ("scores", "question", "found"),
    [
        ({DOCUMENT.path: 0.9, DOCUMENT.query: 0.2}, DOCUMENT.path, {"toy": Embedded.PLACE}),
        ({DOCUMENT.path: 0.3, DOCUMENT.query: 0.95}, DOCUMENT.query, {"toy": Embedded.WORDS}),
        ({DOCUMENT.query: 0.1}, DOCUMENT.query, {"toy": Embedded.WORDS}),
        ({}, DOCUMENT.path, {}),
        ({DOCUMENT.path: None, DOCUMENT.query: None}, DOCUMENT.path, {}),
    ],
)
def test_what_brings_the_document_best_is_asked(
    scores: Mapping[str, float | None], question: str, found: Mapping[str, Embedded]
) -> None:
    questions = probed(scores)
    assert questions.of(cast(Any, Toy()), DOCUMENT) == question
    assert questions.found == found


def test_words_that_stand_beside_every_document_find_none() -> None:
    """August 2025 embeds "source: github" of a file and none of its words."""
    august = August2025(cast(Any, None))
    sentences = ["Ask back Source another.", "Name is docs of its own."]
    found = Questions(cast(Any, august)).telling(cast(Any, Toy()), DOCUMENT, sentences)
    assert found == "Ask back another. is of its own."


@pytest.mark.parametrize(
    ("closeness", "cosine"), [(1.0, 1.0), (0.8034, 0.97), (0.6085, 0.8), (0.389, 0.0)]
)
def test_a_closeness_is_read_as_the_cosine_of_its_angle(closeness: float, cosine: float) -> None:
    assert cosine_of(closeness) == pytest.approx(cosine, abs=0.001)


def test_what_is_only_asked_for_has_no_cosine() -> None:
    assert cosine_of(0.0) is None
