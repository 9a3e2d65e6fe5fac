"""Cuts a text into chunks that fit a token budget; put together again they are the text."""

import re
from collections.abc import Callable, Iterator, Sequence

MAX_TOKENS = {"code": 2048, "text": 4096}

# Where to cut, best place first: after an empty line, after a line, after a blank.
BORDERS = (r"(?<=\n\n)", r"(?<=\n)", r"(?<=\s)")
_MOST_TOKENS_A_CHARACTER = 4  # the tokenizer falls back to the bytes of UTF-8

CountTokens = Callable[[str], int]


def chunk(text: str, max_tokens: int, count_tokens: CountTokens) -> list[str]:
    """Cut `text` into chunks of at most `max_tokens`, at the best borders that allow it.

    The text falls into pieces at empty lines; a piece too large for a chunk falls into finer ones,
    at last between characters. Neighbouring pieces then share a chunk as long as they fit.

    Args:
        text: any text; an empty one gives no chunk.
        max_tokens: the budget of one chunk.
        count_tokens: counts the tokens of a piece of text.

    Returns:
        The chunks, none of them empty, in order; joined they are `text` again.
    """
    if text and len(text) * _MOST_TOKENS_A_CHARACTER < max_tokens:
        return [text]
    chunks: list[str] = []
    current: list[str] = []
    used = 0
    for piece, tokens in _pieces(text, max_tokens, count_tokens, BORDERS):
        if used + tokens > max_tokens:
            chunks += _joined(current, max_tokens, count_tokens)
            current, used = [], 0
        current.append(piece)
        used += tokens
    return chunks + _joined(current, max_tokens, count_tokens)


def _pieces(
    text: str, max_tokens: int, count_tokens: CountTokens, borders: Sequence[str]
) -> Iterator[tuple[str, int]]:
    """Yield the pieces of a text with their tokens, each as coarse as the budget allows."""
    for piece in re.split(borders[0], text) if borders else _slices(text, max_tokens):
        tokens = count_tokens(piece)
        if tokens > max_tokens and borders:
            yield from _pieces(piece, max_tokens, count_tokens, borders[1:])
        else:
            yield piece, tokens


def _slices(text: str, max_tokens: int) -> list[str]:
    """Cut a text between characters into pieces that fit in any case."""
    width = max(1, (max_tokens - 1) // _MOST_TOKENS_A_CHARACTER)  # one marks the start of a text
    return [text[start : start + width] for start in range(0, len(text), width)]


def _joined(pieces: list[str], max_tokens: int, count_tokens: CountTokens) -> list[str]:
    """Return the pieces as one chunk; as two in the rare case that together they count more."""
    text = "".join(pieces)
    if len(pieces) > 1 and count_tokens(text) > max_tokens:
        half = len(pieces) // 2
        first, second = pieces[:half], pieces[half:]
        return [
            *_joined(first, max_tokens, count_tokens),
            *_joined(second, max_tokens, count_tokens),
        ]
    return [text] if text else []
