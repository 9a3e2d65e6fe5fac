"""How a document is asked for by meaning: in the words of which its vector is made."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from support.airweave.client.airweave import Airweave
from support.airweave.client.generation import Embedded, Subject
from support.airweave.client.models import Key, Piece
from support.airweave.connectors.base import Connector
from support.core.content import Document

Ask = Callable[[str], Sequence[Piece]]

_WORD = re.compile(r"\w+")


class Questions:
    """Knows what each source's documents are embedded as; one probe a source finds that out.

    Args:
        airweave: whose generation words the questions.
    """

    def __init__(self, airweave: Airweave) -> None:
        self._airweave = airweave
        self._embedded: dict[str, Embedded] = {}

    @property
    def found(self) -> dict[str, Embedded]:
        """What the vectors are made of, by source, as far as it was found out."""
        return dict(self._embedded)

    def probe(self, connector: Connector[Any], document: Document, ask: Ask) -> None:
        """Ask for a document in every way, unless it is known already which way is the right one.

        The right one brings it with the highest score. As long as search does not bring it, or
        does not measure, nothing is found out.

        Args:
            connector: of its source.
            document: any that search may bring.
            ask: returns what search by meaning brings for a question.
        """
        if connector.short_name in self._embedded:
            return
        key = (connector.entity_type, connector.entity_id(document.path))
        asked = self._wordings(connector, document).items()
        scores = {way: _score(key, ask(question)) for way, question in asked}
        measured = {way: score for way, score in scores.items() if score is not None}
        if measured:
            self._embedded[connector.short_name] = max(measured, key=measured.__getitem__)

    def of(self, connector: Connector[Any], document: Document) -> str:
        """Return the question for which search by meaning must bring the document first."""
        wordings = self._wordings(connector, document)
        embedded = self._embedded.get(connector.short_name, next(iter(wordings)))
        return wordings[embedded]

    def telling(
        self, connector: Connector[Any], document: Document, sentences: Iterable[str]
    ) -> str:
        """Return the words of a document's sentences that only what it says can be found by.

        Airweave embeds where a document is, and labels such as "source" or "name", too: a document
        of which nothing else was embedded would be found by these, by luck.
        """
        without_words = replace(document, body=b"")
        labels = " ".join(self._wordings(connector, without_words).values())
        known = {*_WORD.findall(labels.casefold())}
        words = " ".join(sentences).split()
        return " ".join(word for word in words if known.isdisjoint(_WORD.findall(word.casefold())))

    def _wordings(self, connector: Connector[Any], document: Document) -> dict[Embedded, str]:
        path, kind = document.path, connector.entity_type
        subject = Subject(
            document,
            connector.place(path),
            connector.short_name,
            kind,
            connector.containers(path),
        )
        return dict(self._airweave.questions(subject))


def _score(key: Key, hits: Sequence[Piece]) -> float | None:
    return max(
        (hit.score for hit in hits if hit.key == key and hit.score is not None), default=None
    )
