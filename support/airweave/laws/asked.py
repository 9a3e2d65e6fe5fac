"""The laws of what can be asked: pages, filters, and questions of every kind."""

import math
import operator
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Collection as Items
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

from support.airweave.client.generation import (
    Condition,
    Generation,
    Identified,
    Operator,
    Pages,
    Part,
    Where,
)
from support.airweave.client.models import Piece, Strategy, moment_of
from support.airweave.observers.observers import Observers
from support.core.causes import Cause
from support.core.http import ApiError
from support.laws.filters import Filter, broken_filter
from support.laws.pages import Listing, broken_pages

STRATEGIES: tuple[Strategy, ...] = ("semantic", "keyword", "hybrid")
_SIZES = (1, 7)
_MOST_LISTED = 1000
_ROUNDED = 0.001
_LITTLE = timedelta(seconds=2)
_REFUSED = range(400, 500)
_HOLDS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    "equals": operator.eq,
    "not_equals": operator.ne,
    "in": lambda shown, wanted: shown in wanted,
    "not_in": lambda shown, wanted: shown not in wanted,
    "greater_than": operator.gt,
    "less_than": operator.lt,
    "greater_than_or_equal": operator.ge,
    "less_than_or_equal": operator.le,
}
_COMPARING: tuple[Operator, ...] = (
    "greater_than",
    "less_than",
    "greater_than_or_equal",
    "less_than_or_equal",
)
_APART: tuple[Operator, ...] = ("greater_than", "less_than")
_NOBODYS = "nobody's"
_QUESTIONS = (
    "a",
    "7",
    '"every word in quotes"',
    "it's O'Brien; DROP TABLE documents; --",
    "what* is? [this] (that) {these} <those> ~5^2 +all -none title:x",
    "100% \\ of ../../etc/passwd",
    "🙂 🚀 👩‍👩‍👧",
    "Ελληνικά, 日本語 and العربية",
    "two\nlines\tand a tab",
    "?!…",
)


def broken_search_pages(observers: Observers) -> list[str]:
    """Return where pages of search differ from what it brings at once."""
    return [
        *(fault for strategy in STRATEGIES for fault in _broken_pages(observers, strategy)),
        *_rated_anew(observers),
    ]


def _rated_anew(observers: Observers) -> Iterator[str]:
    """Yield which hits fit worse or better on another page: pages would not fit together.

    That is asked of search by meaning only: what others write decides about other scores.
    """
    ask = partial(_ask, observers, observers.asked()[0], "semantic")
    whole = ask(Part(observers.airweave.contract.most_hits))
    pages = {_key(one): one.score for one in ask(Part(_SIZES[-1], 1))} if whole else {}
    for piece in whole:
        score = pages.get(_key(piece))
        if score is not None and piece.score is not None and abs(score - piece.score) > _ROUNDED:
            said = f"semantic search rates {_key(piece)} {piece.score:.3f} among all"
            yield Cause.MISRANKED(f"{said}, and {score:.3f} on a page of its own")


def _broken_pages(observers: Observers, strategy: Strategy) -> list[str]:
    """Return where pages of all hits, and of those of the commonest kind, are not the whole."""
    most = observers.airweave.contract.most_hits
    ask = partial(_ask, observers, observers.asked()[0], strategy)
    whole = ask(Part(most))
    faults = _broken_hits(f"hits of {strategy} search", ask, (), most, whole)
    for kind, _ in Counter(piece.entity_type for piece in whole).most_common(1):
        name = f"hits of {strategy} search by the kind {kind}"
        of_kind = [piece for piece in whole if piece.entity_type == kind]
        faults += _broken_hits(name, ask, [[Condition("entity_type", kind)]], most, of_kind)
    return faults


def _broken_hits(
    name: str,
    ask: Callable[[Part], Sequence[Piece]],
    where: Where,
    most: int,
    whole: Sequence[Piece],
) -> list[str]:
    def page(offset: int, limit: int) -> Sequence[Piece]:
        return ask(Part(limit, offset, where))

    # How rare a word is among all documents decides about scores, those of others included.
    listing = Listing(name, page, _key, rank=_score)
    return broken_pages(listing, map(_key, whole), (*_SIZES, most))


def broken_list_pages(observers: Observers, ours: Mapping[str, Items[str]], name: str) -> list[str]:
    """Return where pages of lists differ from what must be listed.

    Args:
        observers: of the connection whose jobs are listed.
        ours: the ids of all that the scenario made, by what it is: `collections`, …
        name: with which the names of its collections begin.
    """
    pages = observers.airweave.contract.pages(name, observers.connection.id)
    return [fault for what, page in pages.items() for fault in _broken_list(what, page, ours[what])]


def _broken_list(what: str, page: Pages, ours: Items[str]) -> list[str]:
    listing = Listing(what, page, _id, lambda item: _id(item) in ours)
    return broken_pages(listing, ours, (*_SIZES, _MOST_LISTED))


def broken_filters(observers: Observers) -> list[str]:
    """Return where a filter of search breaks its law, in whatever strategy."""
    question, contract = observers.asked()[0], observers.airweave.contract
    return [
        fault
        for strategy in STRATEGIES
        for field in contract.filters
        for fault in _law_of(contract, field)(observers, question, strategy, field)
    ]


def _law_of(contract: Generation, field: str) -> Callable[..., list[str]]:
    """Return what judges the filter by a field."""
    if field in contract.moments:
        return _broken_moments
    return _broken_range if field in contract.ranges else _broken_filter


def broken_combinations(observers: Observers) -> list[str]:
    """Return where several conditions break the law of filters, in whatever strategy."""
    question = observers.asked()[0]
    return [
        fault
        for strategy in STRATEGIES
        for fault in _broken_combination(observers, question, strategy)
    ]


def _broken_filter(
    observers: Observers, question: str, strategy: Strategy, field: str
) -> list[str]:
    ask = partial(_ask, observers, question, strategy)
    most = observers.airweave.contract.most_hits
    satisfying: dict[str, set[str]] = defaultdict(set)
    for piece in ask(Part(most)):
        values = getattr(piece, field)
        for value in values if isinstance(values, list) else [values]:
            if value:  # nobody asks for what has no name
                satisfying[value].add(_key(piece))
    name, nobodys = f"{strategy} search by {field}", str(uuid.uuid4())
    where = partial(_equal_to, field)
    return broken_filter(_filter(observers, name, ask, where, nobodys), satisfying)


def _broken_range(observers: Observers, question: str, strategy: Strategy, field: str) -> list[str]:
    """Return where a filter by more and less brings what is not so, or leaves out what is."""
    ask = partial(_ask, observers, question, strategy)
    most = observers.airweave.contract.most_hits
    pieces = ask(Part(most))
    numbers = [getattr(piece, field) for piece in pieces]
    bounds = {min(numbers, default=0), max(numbers, default=0)}
    where: dict[str, Where] = {
        f"{how} {bound}": [[Condition(field, bound, how)]] for bound in bounds for how in _COMPARING
    }
    satisfying = {
        how: [_key(piece) for piece in pieces if _satisfies(piece, where[how])] for how in where
    }
    where[_NOBODYS] = [[Condition(field, max(bounds), "greater_than")]]
    name = f"{strategy} search by {field}"
    return broken_filter(_filter(observers, name, ask, where.__getitem__), satisfying)


def _broken_moments(
    observers: Observers, question: str, strategy: Strategy, field: str
) -> list[str]:
    """Return where a filter by earlier and later brings what is not so, or leaves out what is.

    Asked for are moments a little before the first and after the last that is shown: a store may
    keep whole seconds. What has no time is neither earlier nor later, or both.
    """
    ask = partial(_ask, observers, question, strategy)
    most = observers.airweave.contract.most_hits
    pieces = [piece for piece in ask(Part(most)) if getattr(piece, field) is not None]
    if not pieces:
        return []
    times = [moment_of(getattr(piece, field)) for piece in pieces]
    bounds = (min(times) - _LITTLE, max(times) + _LITTLE)
    where: dict[str, Where] = {
        f"{how} {bound.isoformat()}": [[Condition(field, bound.isoformat(), how)]]
        for bound in bounds
        for how in _APART
    }
    satisfying = {
        how: [_key(piece) for piece in pieces if _satisfies(piece, where[how])] for how in where
    }
    name, nobodys = f"{strategy} search by {field}", f"less_than {bounds[0].isoformat()}"
    compared = _filter(observers, name, ask, where.__getitem__, nobodys)
    timely = replace(compared, ours=lambda piece: getattr(piece, field) is not None)
    return broken_filter(timely, satisfying)


def _broken_combination(observers: Observers, question: str, strategy: Strategy) -> list[str]:
    """Return where two conditions do not bring what satisfies both, one, or none of them.

    Nor one that names two values.
    """
    ask = partial(_ask, observers, question, strategy)
    most = observers.airweave.contract.most_hits
    if not (pieces := ask(Part(most))):
        return []
    kind, name = Condition("entity_type", pieces[0].entity_type), Condition("name", pieces[-1].name)
    nobodys = replace(kind, value=str(uuid.uuid4()))
    names = sorted({pieces[0].name, pieces[-1].name})
    where: dict[str, Where] = {
        "both": [[kind, name]],
        "either": [[kind], [name]],
        "neither": [[replace(kind, operator="not_equals"), replace(name, operator="not_equals")]],
        "one of two names": [[Condition("name", names, "in")]],
        "none of two names": [[Condition("name", names, "not_in")]],
        _NOBODYS: [[nobodys, name]],
    }
    satisfying = {
        how: [_key(piece) for piece in pieces if _satisfies(piece, where[how])]
        for how in where
        if how != _NOBODYS
    }
    both = f"{strategy} search by the kind {kind.value} and the name {name.value}"
    return broken_filter(_filter(observers, both, ask, where.__getitem__), satisfying)


def _filter(
    observers: Observers,
    name: str,
    ask: Callable[[Part], Sequence[Piece]],
    where: Callable[[str], Where],
    nobodys: str = _NOBODYS,
) -> Filter[Piece]:
    """Return a filter of search, given the conditions that each of its values stands for."""
    most = observers.airweave.contract.most_hits
    return Filter(
        name,
        lambda value: ask(Part(most, where=where(value))),
        _key,
        nobodys,
        at_a_time=observers.airweave.searches,
    )


def _equal_to(field: str, value: str) -> Where:
    return [[Condition(field, value)]]


def _satisfies(piece: Piece, where: Where) -> bool:
    return any(all(_holds(piece, one) for one in group) for group in where)


def _holds(piece: Piece, condition: Condition) -> bool:
    """Tell whether a piece satisfies a condition: of a list, whether one of its values does."""
    shown: Any = getattr(piece, condition.field)
    wanted: Any = condition.value
    if isinstance(shown, datetime):
        shown, wanted = moment_of(shown), datetime.fromisoformat(str(wanted))
    values = shown if isinstance(shown, list) else [shown]
    return any(_HOLDS[condition.operator](one, wanted) for one in values if one is not None)


def broken_questions(observers: Observers) -> Iterator[str]:
    """Yield what is no legal answer to a legal question, or no refusal of none."""
    contract = observers.airweave.contract
    words = f"{observers.asked()[0]} "
    long = (words * (contract.longest_question // len(words) + 1))[: contract.longest_question]
    for strategy in STRATEGIES:
        for question in (*_QUESTIONS, long[:2000][: contract.longest_question], long):
            yield from _broken_answer(observers, question, strategy)
        for question in contract.no_questions:
            yield from _not_refused(observers, question, strategy)


def _broken_answer(observers: Observers, question: str, strategy: Strategy) -> Iterator[str]:
    asked = f"{strategy} search for {question[:40]!r} ({len(question)} characters)"
    try:
        hits = observers.hits(question, strategy)
    except ApiError as refusal:
        yield Cause.REFUSED(f"{asked} is refused: {refusal}")
        return
    ratings = [math.nan if hit.rating is None else hit.rating for hit in hits]
    least, highest = observers.airweave.contract.ratings[strategy]
    if wrong := [rating for rating in ratings if not least <= rating <= highest]:
        said = f"{asked} rates hits {wrong}, which is not between {least} and {highest}"
        yield Cause.MISRANKED(said)
    if any(better < worse for better, worse in pairwise(ratings)):
        yield Cause.MISRANKED(f"{asked} does not bring the best first: {ratings}")
    if strategy == "semantic" and not hits:
        said = f"{asked} brings nothing, although everything is nearer or farther in meaning"
        yield Cause.LOST(said)


def _not_refused(observers: Observers, question: str, strategy: Strategy) -> Iterator[str]:
    try:
        hits = observers.hits(question, strategy)
    except ApiError as refusal:
        if refusal.status not in _REFUSED:
            said = f"{strategy} search for nothing is no mistake of the user's: {refusal}"
            yield Cause.MISREPORTED(said)
    else:
        said = f"{strategy} search for {question!r}, which asks nothing, brings {len(hits)} hits"
        yield Cause.ACCEPTED(said)


def _ask(observers: Observers, question: str, strategy: Strategy, part: Part) -> Sequence[Piece]:
    return observers.airweave.search(observers.collection.readable_id, question, strategy, part)


def _key(piece: Piece) -> str:
    return piece.entity_id


def _score(piece: Piece) -> float | None:
    return piece.score


def _id(item: Identified) -> str:
    return item.id
