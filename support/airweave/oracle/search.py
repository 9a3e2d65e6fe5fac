"""What search brings for words that somebody looks for."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing

from support.airweave.client.airweave import Airweave
from support.airweave.client.models import Piece, Strategy
from support.airweave.laws.descriptions import wrongly_told
from support.airweave.laws.identity import from_elsewhere, repeated
from support.airweave.oracle.diagnosis import few
from support.airweave.oracle.oracle import Oracle
from support.core.causes import Cause
from support.core.content import Document
from support.core.errors import Failure
from support.core.http import ApiError

_HIDDEN = {401, 403, 404}
_OUTSIDERS = {"Whoever brings no key": None, "Whoever makes up a key": str(uuid.uuid4())}
_ENOUGH = 3
"""Sentences to search for: of a single one a short document beside it may say most words, too,
and then BM25 puts that first. In 1,500 simulated repositories that happened 7 times, and with two
sentences not once."""

_STRATEGIES: tuple[Strategy, ...] = ("semantic", "keyword", "hybrid")


class SearchOracle(Oracle):
    """Says whether search brings what it should, and to whom."""

    def expect_first(self, words: str, path: str) -> None:
        """Expect that keyword search for `words` puts the document at `path` first."""
        wanted = self._connector.entity_id(path)

        def faults(hits: Sequence[Piece]) -> list[str]:
            first = _first(hits)
            said = f"`{path}` says {words!r}, yet search for these words brings {first}"
            cause = Cause.MISRANKED if wanted in [hit.original_id for hit in hits] else Cause.LOST
            return [] if first == wanted else [cause(said)]

        self._agree(lambda: self._hits(words), faults, f"search to bring {path} first")

    def expect_first_words(self, path: str) -> None:
        """Expect that search for the first words of a document puts it first."""
        self.expect_first(self._first_words(path), path)

    def expect_first_words_in_capitals(self, path: str) -> None:
        """Expect that it makes no difference when these words are asked for in capitals."""
        self.expect_first(self._first_words(path).upper(), path)

    def expect_last_words(self, path: str) -> None:
        """Expect that search for the last words of a document puts it first."""
        self.expect_first(self._telling(path, self._sentences(path)[-_ENOUGH:]), path)

    def expect_new_end(self, path: str) -> None:
        """Expect that search for the last words of a document brings the chunk that says them."""
        wanted, words = self._connector.entity_id(path), self._sentences(path)[-1]
        question = self._telling(path, [words])

        def faults(hits: Sequence[Piece]) -> list[str]:
            texts = [hit.text for hit in hits if hit.original_id == wanted]
            if any(words in text for text in texts):
                return []
            said = f"`{path}` ends with {words!r}, yet search"
            if not texts:
                return [Cause.LOST(f"{said} for these words brings {_first(hits)}")]
            return [Cause.STALE(f"{said} brings it without these words")]

        self._agree(lambda: self._hits(question), faults, f"search to bring the new end of {path}")

    def expect_last_document(self) -> None:
        """Expect that search for the words of the document that was written last puts it first."""
        self.expect_last_words(list(self._connector.bongo.documents)[-1])

    def expect_kind_first(self, words: str, kind: str) -> None:
        """Expect that keyword search for `words` puts first what a feature calls so.

        All other ways of searching must bring the same, and every one of them must bring it once.
        """
        wanted = self._type_of(kind)

        def faults(answers: Mapping[Strategy, Sequence[Piece]]) -> list[str]:
            hits = answers["keyword"]
            first = hits[0].entity_type if hits else "nothing"
            said = f"Search for {words!r} should bring the {kind} first ({wanted}), but brings"
            cause = Cause.MISRANKED if wanted in [hit.entity_type for hit in hits] else Cause.LOST
            if first != wanted:
                return [cause(f"{said} {first}")]
            return [
                fault
                for how, found in answers.items()
                for fault in (
                    *_not_once(hits[0], found, f"{how} search", f"for {words!r} the {kind}"),
                    *self._from_elsewhere(wanted, found, f"{how} search"),
                    *self._wrongly_told(wanted, found, f"{how} search"),
                )
            ]

        self._agree(
            lambda: {how: self._hits(words, how) for how in _STRATEGIES},
            faults,
            f"search to bring the {kind} first",
        )

    def expect_no_kind(self, words: str, kind: str) -> None:
        """Expect that keyword search for `words` brings nothing of what a feature calls so."""
        unwanted = self._type_of(kind)

        def faults(hits: Sequence[Piece]) -> list[str]:
            found = sorted({hit.name for hit in hits if hit.entity_type == unwanted})
            said = f"Search for {words!r} still finds the {kind} {few(found)}"
            return [Cause.STALE(said)] if found else []

        self._agree(lambda: self._hits(words), faults, f"search to find the {kind} no more")

    def expect_all(self, words: str) -> None:
        """Expect that keyword search for `words` brings every document of the source, no other."""
        expected = {self._connector.entity_id(path) for path in self._connector.bongo.documents}
        if not expected:
            raise Failure(Cause.SUITE("There is nothing to look for: the source holds no document"))

        def faults(hits: Sequence[Piece]) -> list[str]:
            found = {hit.original_id for hit in hits}
            missing, more = sorted(expected - found), sorted(found - expected)
            said = [f"misses {few(missing)}"] if missing else []
            said += [f"wrongly brings {few(more)}"] if more else []
            cause = Cause.LOST if missing else Cause.INVENTED
            return [cause(f"Search for {words!r} {' and '.join(said)}")] if said else []

        waiting_for = f"search to bring {len(expected)} documents"
        self._agree(lambda: self._hits(words), faults, waiting_for)

    def expect_each(self, documents: Iterable[Document]) -> None:
        """Expect that each of these documents is brought by its own words in some way of search.

        Under which id that is, is not asked.
        """
        wanted = [document for document in documents if document.sentences]
        if not wanted:
            raise Failure(
                Cause.SUITE("There is nothing to look for: a document with words is missing")
            )
        self._agree(
            lambda: sorted({one.path for one in wanted} - {*self._shown(wanted)}),
            lambda unseen: [Cause.LOST(f"Search does not bring {path}") for path in unseen],
            "search to bring what the source holds",
        )

    def expect_gone(self, path: str) -> None:
        """Expect that search brings what the source holds, and nothing that `path` ever said.

        Both are asked for by their own words, what is gone in every way that search offers, until
        it is gone: deleting may take its time.
        """
        past = _with_words(self._connector.bongo.history[path])
        self.expect_each(self._connector.bongo.documents.values())
        said = f"Search still brings what `{path}` said, which is gone"
        self._agree(
            lambda: self._shown(past),
            lambda seen: [Cause.STALE(said)] if seen else [],
            f"search to bring nothing of {path}",
        )

    def expect_nothing_of(self, hidden: Iterable[Document]) -> None:
        """Expect that search brings what the source holds, and none of these other documents.

        Both are asked for by their own words, these in every way that search offers. What is seen
        of them once has been seen, however soon it goes.
        """
        hidden = _with_words(hidden)
        self.expect_each(self._connector.bongo.documents.values())
        if seen := self._shown(hidden):
            raise Failure(
                Cause.LEAKED(f"Search brings what must not be found here: {', '.join(seen)}")
            )

    def expect_hidden(self) -> None:
        """Expect that the owner finds the collection, and another organisation does not.

        Both ask the same: what the owner is given must be there, or a refusal would mean nothing.
        """
        name, other = self._collection.name, self._other
        question = self._observers.asked()[0]
        self._agree(
            lambda: self._airweave.search(name, question, "semantic"),
            lambda hits: [] if hits else [Cause.LOST("The owner's own search brings nothing")],
            "the owner's search to bring something",
        )
        if listed := [found.name for found in other.collections(name)]:
            raise Failure(
                Cause.LEAKED(f"Another organisation sees the collection: {', '.join(listed)}")
            )
        if counted := other.count(name):
            said = f"Another organisation counts {counted} collections called like this one"
            raise Failure(Cause.LEAKED(said))
        self._expect_unsearchable(other, "Another organisation", question)
        self._expect_locked(other, "Another organisation")
        if owner := self._airweave.organization_of(self._collection.collection):
            with closing(other.as_if_of(owner)) as impostor:
                self._expect_shut_out(impostor, "Who says to be of the owner's organisation")

    def expect_hidden_from_outsiders(self) -> None:
        """Expect that nobody without a key, or with one that was never given out, gets anything."""
        for who, key in _OUTSIDERS.items():
            with closing(self._airweave.outsider(key)) as outsider:
                self._expect_shut_out(outsider, who)

    def _expect_shut_out(self, caller: Airweave, who: str) -> None:
        """Expect that a caller is refused everything, and may not even list what is there."""
        question = self._observers.asked()[0]
        if caller.lets_in:
            raise Failure(Cause.LEAKED(f"{who} may list collections"))
        self._expect_unsearchable(caller, who, question)
        self._expect_locked(caller, who)

    def _expect_unsearchable(self, caller: Airweave, who: str, question: str) -> None:
        try:
            hits = caller.search(self._collection.name, question, "semantic")
        except ApiError as refusal:
            if refusal.status not in _HIDDEN:
                raise
        else:
            names = few(sorted({hit.name for hit in hits}))
            raise Failure(Cause.LEAKED(f"{who} may search the collection, and finds: {names}"))

    def _expect_locked(self, caller: Airweave, who: str) -> None:
        """Expect that each single thing is refused to a caller, and left alone.

        What only reads comes first: the first thing that is not refused ends the attempt.
        """
        collection, connection = self._collection.collection, self._collection.connection
        for deed, refused in caller.attempts(collection, connection, self._collection.job):
            if not refused:
                raise Failure(Cause.LEAKED(f"{who} may {deed}"))
        self._airweave.told(collection, connection)

    def _hits(self, words: str, strategy: Strategy = "keyword") -> Sequence[Piece]:
        return self._airweave.search(self._collection.collection.readable_id, words, strategy)

    def _from_elsewhere(self, kind: str, hits: Sequence[Piece], observer: str) -> Iterator[str]:
        """Yield which hits of a kind that only this source has are said to be of another."""
        own = [hit for hit in hits if hit.entity_type == kind]
        return from_elsewhere(self._observers, own, observer)

    def _wrongly_told(self, kind: str, hits: Sequence[Piece], observer: str) -> list[str]:
        """Return how what is said of hits of a kind differs from the source."""
        own = [hit for hit in hits if hit.entity_type == kind]
        return wrongly_told(self._observers, observer, own)

    def _type_of(self, kind: str) -> str:
        """Return the type of the entities that a feature calls so."""
        found = self._connector.kinds.get(kind)
        if found is None:
            said = f"{self._connector.bongo.vendor} knows no {kind} beside its documents"
            raise Failure(Cause.SUITE(said))
        return found

    def _first_words(self, path: str) -> str:
        return self._telling(path, self._sentences(path)[:_ENOUGH])

    def _telling(self, path: str, sentences: Iterable[str]) -> str:
        """Return what to ask for, so that the document is found by what it says and by no luck."""
        document = self._connector.bongo.documents[path]
        return self._questions.telling(self._connector, document, sentences)

    def _sentences(self, path: str) -> tuple[str, ...]:
        sentences: tuple[str, ...] = self._connector.bongo.documents[path].sentences
        return sentences

    def _shown(self, documents: Iterable[Document]) -> list[str]:
        """Return the paths of those documents whose own words bring a sentence of them."""
        return [
            one.path
            for one in documents
            if any(self._is_shown(one, strategy) for strategy in _STRATEGIES)
        ]

    def _is_shown(self, document: Document, strategy: Strategy) -> bool:
        text = "\n".join(hit.text for hit in self._hits(document.query, strategy))
        return any(sentence in text for sentence in document.sentences)


def _with_words(documents: Iterable[Document]) -> list[Document]:
    """Return those that can be asked for by their words."""
    found = [document for document in documents if document.sentences]
    if not found:
        raise Failure(Cause.SUITE("There is nothing to look for: a document with words is missing"))
    return found


def _first(hits: Sequence[Piece]) -> str:
    return hits[0].original_id if hits else "nothing"


def _not_once(wanted: Piece, hits: Sequence[Piece], observer: str, what: str) -> Iterator[str]:
    """Yield that an answer leaves out what it must bring, and whatever it repeats."""
    if not any(hit.key == wanted.key for hit in hits):
        yield Cause.LOST(f"{observer} does not bring {what}, which search by words finds")
    yield from repeated(hits, observer)
