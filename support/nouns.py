"""The words that sentences about any source share."""

import parse
from behave import register_type

from support.bongos import SOURCES

NOUNS = "customer|document|event|file|issue|mail|message|object|page|row"


@parse.with_pattern("|".join(SOURCES))  # type: ignore[untyped-decorator]
def _source(text: str) -> str:
    """Return what a feature calls a source; nothing else is one."""
    return text


@parse.with_pattern(NOUNS)  # type: ignore[untyped-decorator]
def _noun(text: str) -> str:
    """Return what a document is called in its source; to the steps they are all the same."""
    return text


def register_nouns() -> None:
    """Let step texts say `{source:Source}` and `{document:Noun}`; call it before they are read."""
    register_type(Source=_source, Noun=_noun)
