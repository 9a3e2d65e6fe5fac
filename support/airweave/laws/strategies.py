"""However words are looked for, by meaning, by keyword or both: it is the same collection."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from support.airweave.client.generation import Embedded
from support.airweave.client.models import Piece, Strategy
from support.airweave.observers.observers import Observers
from support.airweave.oracle.diagnosis import few
from support.airweave.oracle.drift import View
from support.core.causes import Cause
from support.core.content import Document

_NOTHING = "nothing"
_OTHERS: tuple[Strategy, ...] = ("keyword", "hybrid")


def unequal_strategies(observers: Observers, view: View) -> Iterator[str]:
    """Yield where keyword and hybrid search bring what search by meaning does not, or the reverse.

    They are asked for everything that was ever written. What is there must be found first by its
    own words, unless only its name and path can be searched.
    """
    if observers.connector.is_federated:
        return
    embedded = observers.questions.found.get(observers.connector.short_name)
    documents = observers.connector.bongo.documents.values()
    owners = {observers.question(one): one for one in documents if one.sentences}
    if embedded is Embedded.PLACE:
        owners = {}
    shown = {(piece.entity_id, piece.text) for piece in view.pieces}
    for strategy in _OTHERS:
        instead: dict[str, list[str]] = defaultdict(list)
        for question, hits in observers.answers(strategy).items():
            yield from _not_shown(strategy, hits, shown)
            if first := _first_instead(observers, owners.get(question), hits):
                instead[first].append(f"`{owners[question].path}`")
        for first, paths in instead.items():
            one = len(paths) == 1
            cause = Cause.LOST if first == _NOTHING else Cause.MISRANKED
            yield cause(
                f"{few(paths)} {'is' if one else 'are'} not found first by"
                f" {'its' if one else 'their'} own words in {strategy} search, but {first}"
            )


def _not_shown(
    strategy: Strategy, hits: Sequence[Piece], shown: set[tuple[str, str]]
) -> Iterator[str]:
    for hit in hits:
        if (hit.entity_id, hit.text) not in shown:
            said = (
                f"{strategy} search brings {hit.entity_id}, which search by meaning does not show"
            )
            yield Cause.INVENTED(said)
    repeated = Counter((hit.entity_id, hit.text) for hit in hits)
    for (entity, _), count in repeated.items():
        if count > 1:
            yield Cause.DUPLICATED(f"{strategy} search brings {entity} {count} times in one answer")


def _first_instead(
    observers: Observers, document: Document | None, hits: Sequence[Piece]
) -> str | None:
    """Return what comes first in place of a document whose words are asked for, if it does not."""
    found = [hit.original_id for hit in observers.documents(hits)]
    if document is None or observers.asked_alike(document).intersection(found[:1]):
        return None
    return found[0] if found else _NOTHING
