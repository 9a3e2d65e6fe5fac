"""Defects of being asked: pages, filters, and questions that nobody thought of.

No scenario is about one of these: a law asks everything, and finds them.
"""

import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from qdrant_client import models

from support.sandbox.airweave.app import access, api_connections, api_search, filters, search
from support.sandbox.airweave.app.api_jobs import JobsToday
from support.sandbox.airweave.app.filters import FilterCondition, FilterGroup, Operator
from support.sandbox.airweave.app.search import Page, Strategy
from support.sandbox.airweave.app.store import Store, StoreError
from support.sandbox.airweave.sabotage import titles
from support.sandbox.airweave.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]
Hits = list[models.ScoredPoint]

_LONG = 1500


def searching(change: Callable[..., Hits]) -> Context:
    """Let `change` search, given the original search and what it is asked."""
    original = search.search
    return patch.object(api_search, "search", lambda *asked: change(original, *asked))


def page(change: Callable[[Page], Page]) -> Context:
    """Change which part of a ranking is brought."""
    return searching(lambda find, *asked: find(*asked[:-1], change(asked[-1])))


@CATALOGUE.sabotage(
    "The second page begins with what the first one ended with.",
    caught_by=titles.PAGES,
    at=titles.WHOLE,
    diagnosis="the hits of semantic search in pages of 1 repeat ",
)
def pages_overlap() -> Context:
    return page(lambda asked: replace(asked, offset=max(0, asked.offset - 1)))


@CATALOGUE.sabotage(
    "Between two pages a hit is lost.",
    caught_by=titles.PAGES,
    at=titles.WHOLE,
    diagnosis="the hits of semantic search in pages of 1 leave out ",
)
def pages_leave_gaps() -> Context:
    return page(lambda asked: replace(asked, offset=asked.offset + bool(asked.offset)))


@CATALOGUE.sabotage(
    "A page is one hit longer than was asked for.",
    caught_by=titles.PAGES,
    at=titles.WHOLE,
    diagnosis="the hits of semantic search in pages of 1 come 2 at a time",
)
def pages_too_long() -> Context:
    return page(lambda asked: replace(asked, limit=asked.limit + 1))


@CATALOGUE.sabotage(
    "Whoever pages through collections meets one of them twice.",
    caught_by=titles.PAGES,
    at=titles.WHOLE,
    diagnosis="the collections in pages of 1 repeat ",
)
def lists_overlap() -> Context:
    def of(asked: access.Paging, items: Sequence[Any]) -> Sequence[Any]:
        begin = max(0, asked.skip - 1)
        return items[begin : begin + asked.limit]

    return patch.object(access.Paging, "of", of)


@CATALOGUE.sabotage(
    "Of the syncs of a connection the oldest are shown instead of the newest.",
    caught_by=titles.PAGES,
    at=titles.WHOLE,
    diagnosis="the jobs in pages of 1 (leave out|repeat|come)",
)
def oldest_jobs_first() -> Context:
    def newest(self: JobsToday, connection: Any, limit: int) -> Any:  # noqa: ANN401  passed through
        return [self.show(job, connection) for job in connection.jobs[::-1]][-limit:]

    return patch.object(JobsToday, "newest", newest)


@CATALOGUE.sabotage(
    "Search by both meaning and words looks for no more than one page at a time.",
    caught_by=titles.PAGES,
    at=titles.WHOLE,
    diagnosis="the hits of hybrid search in pages of 1 leave out ",
)
def hybrid_search_without_a_second_page() -> Context:
    original = Store.fused

    def fused(store: Store, vector: Any, terms: Any, where: Any, limit: int, offset: int) -> Hits:  # noqa: ANN401
        return [] if offset else original(store, vector, terms, where, limit, offset)

    return patch.object(Store, "fused", fused)


def condition(change: Callable[[models.FieldCondition, filters.FilterCondition], Any]) -> Context:
    """Change what a comparison means to the store."""
    original = filters._condition
    return patch.object(filters, "_condition", lambda wanted: change(original(wanted), wanted))


@CATALOGUE.sabotage(
    "Filters are ignored.",
    caught_by=titles.FILTERS,
    at=titles.FILTERED,
    diagnosis="semantic search by name: '.*' brings .*, which does not satisfy it",
    takes_long=True,
)
def filters_ignored() -> Context:
    return patch.object(api_search, "to_qdrant", lambda _: None)


@CATALOGUE.sabotage(
    "A filter by name takes what only begins like it.",
    caught_by=titles.FILTERS,
    at=titles.FILTERED,
    diagnosis="search by original_id: '.*/docs' brings .*onboarding.md",
)
def filters_take_beginnings() -> Context:
    def begins(found: models.FieldCondition, wanted: filters.FilterCondition) -> Any:  # noqa: ANN401
        substring = models.MatchSubstring(substring=str(wanted.value))
        return found.model_copy(update={"match": substring})

    return condition(begins)


@CATALOGUE.sabotage(
    "A filter by the kind of entity finds nothing.",
    caught_by=titles.FILTERS,
    at=titles.FILTERED,
    diagnosis="search by entity_type: 'GitHubCodeFileEntity' leaves out ",
)
def kinds_compared_in_capitals() -> Context:
    def shout(found: models.FieldCondition, wanted: filters.FilterCondition) -> Any:  # noqa: ANN401
        if not wanted.field.endswith("entity_type"):
            return found
        return found.model_copy(
            update={"match": models.MatchValue(value=str(wanted.value).upper())}
        )

    return condition(shout)


@CATALOGUE.sabotage(
    "Search by words ignores the filter.",
    caught_by=titles.FILTERS,
    at=titles.FILTERED,
    diagnosis="keyword search by name: '.*' brings .*, which does not satisfy it",
)
def words_unfiltered() -> Context:
    def unfiltered(find: Callable[..., Hits], *asked: Any) -> Hits:  # noqa: ANN401  passed through
        *head, strategy, narrower, part = asked
        return find(*head, strategy, None if strategy is Strategy.KEYWORD else narrower, part)

    return searching(unfiltered)


@CATALOGUE.sabotage(
    "What was added later is left out as soon as one filters by the connection's sync.",
    caught_by=titles.FILTERS,
    at=titles.FILTERED,
    diagnosis="search by sync_id: '.*' leaves out .*security.md",
)
def filters_see_the_first_sync_only() -> Context:
    def early(find: Callable[..., Hits], *asked: Any) -> Hits:  # noqa: ANN401  passed through
        found = find(*asked)
        narrowed = "sync_id" in str(asked[-2])
        return [hit for hit in found if not narrowed or "security" not in str(hit.payload)]

    return searching(early)


@CATALOGUE.sabotage(
    "A filter drops the hit that fits best.",
    caught_by=titles.FILTERS,
    at=titles.FILTERED,
    diagnosis="hybrid search by source_name: 'github' leaves out ",
)
def filters_drop_the_best() -> Context:
    def without_the_best(find: Callable[..., Hits], *asked: Any) -> Hits:  # noqa: ANN401  passed on
        found = find(*asked)
        return found[1:] if asked[-2] and asked[-3] is Strategy.HYBRID else found

    return searching(without_the_best)


def failing(is_too_much: Callable[[str], bool]) -> Context:
    """Let search break at some questions."""

    def broken(find: Callable[..., Hits], *asked: Any) -> Hits:  # noqa: ANN401  passed through
        if is_too_much(asked[2]):
            raise StoreError("could not parse the query")
        return find(*asked)

    return searching(broken)


@CATALOGUE.sabotage(
    "Signs that other searches have a meaning for break this one.",
    caught_by=titles.QUESTIONS,
    at=titles.ORDERLY,
    diagnosis="search for 'what[*] is[?] .* is refused: .* 503",
)
def wildcards_break_search() -> Context:
    return failing(lambda query: "~5^2" in query)


@CATALOGUE.sabotage(
    "An emoji in a question breaks search.",
    caught_by=titles.QUESTIONS,
    at=titles.ORDERLY,
    diagnosis="semantic search for '🙂.* is refused: .* 503",
)
def emoji_break_search() -> Context:
    return failing(lambda query: any(ord(character) > 0xFFFF for character in query))  # noqa: PLR2004


@CATALOGUE.sabotage(
    "Whoever pastes a page of text is turned away.",
    caught_by=titles.QUESTIONS,
    at=titles.ORDERLY,
    diagnosis="characters[)] is refused: .* 503",
)
def long_questions_break_search() -> Context:
    return failing(lambda query: len(query) > _LONG)


@CATALOGUE.sabotage(
    "A question of one letter finds nothing.",
    caught_by=titles.QUESTIONS,
    at=titles.ORDERLY,
    diagnosis="semantic search for 'a' .* brings nothing, although",
)
def short_questions_ignored() -> Context:
    return searching(lambda find, *asked: find(*asked) if len(asked[2]) > 1 else [])


@CATALOGUE.sabotage(
    "A question without a word gets scores that are no numbers.",
    caught_by=titles.QUESTIONS,
    at=titles.ORDERLY,
    diagnosis="hybrid search for '[?]!…' .* rates hits .*, which is not between",
)
def scores_out_of_range() -> Context:
    def wild(find: Callable[..., Hits], *asked: Any) -> Hits:  # noqa: ANN401  passed through
        found = find(*asked)
        if any(map(str.isalnum, asked[2])):
            return found
        return [hit.model_copy(update={"score": math.nan}) for hit in found]

    return searching(wild)


@CATALOGUE.sabotage(
    "A short question brings its hits in no order.",
    caught_by=titles.QUESTIONS,
    at=titles.ORDERLY,
    diagnosis="semantic search for 'a' .* does not bring the best first",
)
def short_questions_unordered() -> Context:
    return searching(lambda find, *asked: find(*asked)[:: -1 if len(asked[2]) == 1 else 1])


@CATALOGUE.sabotage(
    "Who asks nothing is shown everything.",
    caught_by=titles.QUESTIONS,
    at=titles.ORDERLY,
    diagnosis="semantic search for '   ', which asks nothing, brings [0-9]+ hits",
)
def blanks_searched_for() -> Context:
    return patch.object(api_search, "is_blank", lambda _query: False)


@CATALOGUE.sabotage(
    "Search by both meaning and words never brings more than ten hits.",
    caught_by=titles.MANY,
    at=titles.EVERY_WAY,
    diagnosis="hybrid search leaves out [0-9]+ of 12: ",
)
def hybrid_search_stops_at_ten() -> Context:
    original = Store.fused
    return patch.object(Store, "fused", lambda *asked: original(*asked)[:10])


@CATALOGUE.sabotage(
    "Search by words never brings more than ten hits.",
    caught_by=titles.MANY,
    at=titles.EVERY_WAY,
    diagnosis="keyword search leaves out [0-9]+ of 12: ",
)
def keyword_search_stops_at_ten() -> Context:
    original = Store.matching
    return patch.object(Store, "matching", lambda *asked: original(*asked)[:10])


@CATALOGUE.sabotage(
    "Of several conditions of a filter one is enough.",
    caught_by=titles.FILTERS_TOGETHER,
    at=titles.FILTERED_TOGETHER,
    diagnosis=r"search by the kind \w+ and the name \S+: 'both' brings",
)
def one_condition_is_enough() -> Context:
    original = filters.to_qdrant

    def to_qdrant(groups: list[FilterGroup] | None) -> models.Filter | None:
        apart = [
            group.model_copy(update={"conditions": [one]})
            for group in groups or []
            for one in group.conditions
        ]
        return original(apart)

    return patch.object(api_search, "to_qdrant", to_qdrant)


@CATALOGUE.sabotage(
    "Of several groups of a filter every one must hold.",
    caught_by=titles.FILTERS_TOGETHER,
    at=titles.FILTERED_TOGETHER,
    diagnosis=r"search by the kind \w+ and the name \S+: 'either' leaves out",
    releases=("2026-04",),
)
def filter_groups_joined() -> Context:
    original = filters.to_qdrant

    def to_qdrant(groups: list[FilterGroup] | None) -> models.Filter | None:
        conditions = [one for group in groups or [] for one in group.conditions]
        return original([FilterGroup(conditions=conditions)] if conditions else None)

    return patch.object(api_search, "to_qdrant", to_qdrant)


@CATALOGUE.sabotage(
    "A filter that leaves out what is called so brings just that.",
    caught_by=titles.FILTERS_TOGETHER,
    at=titles.FILTERED_TOGETHER,
    diagnosis=r"search by the kind \w+ and the name \S+: 'neither' (leaves out|brings)",
)
def exceptions_taken_for_the_rule() -> Context:
    original = filters.to_qdrant

    def equal(one: FilterCondition) -> FilterCondition:
        return one.model_copy(update={"operator": Operator.EQUALS})

    def to_qdrant(groups: list[FilterGroup] | None) -> models.Filter | None:
        return original(
            [
                group.model_copy(update={"conditions": [*map(equal, group.conditions)]})
                for group in groups or []
            ]
        )

    return patch.object(api_search, "to_qdrant", to_qdrant)


@CATALOGUE.sabotage(
    "Whoever lists the connections of a collection is shown those of all collections.",
    caught_by=titles.TWO_BRANCHES,
    at=titles.BOTH,
    diagnosis=r"the list: not one connections of others, but \['dm-.*; \[\] \(the suite\)",
)
def connections_of_all_collections() -> Context:
    return patch.object(api_connections, "chosen", lambda connections, _: connections)
