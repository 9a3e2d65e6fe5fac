"""Cuts a text into chunks that fit a token budget; put together again they are the text."""

import re
from collections.abc import Callable, Sequence

MAX_TOKENS = {"code": 2048, "text": 4096}

# Where to cut, best place first: after an empty line, after a line, after a blank.
BORDERS = (r"(?<=\n\n)", r"(?<=\n)", r"(?<=\s)")
_MOST_TOKENS_A_CHARACTER = 4  # the tokenizer falls back to the bytes of UTF-8

CountTokens = Callable[[str], int]


def chunk(
    text: str, max_tokens: int, count_tokens: CountTokens, borders: Sequence[str] = BORDERS
) -> list[str]:
    """Cut `text` at the best borders that give chunks of at most `max_tokens`.

    Neighbouring pieces are put into one chunk as long as the sum of their tokens fits; a piece too
    large for a chunk of its own is cut at the next finer border, at last between characters.

    Args:
        text: any text; an empty one gives no chunk.
        max_tokens: the budget of one chunk.
        count_tokens: counts the tokens of a piece of text.
        borders: patterns of where to cut, coarsest first.

    Returns:
        The chunks, none of them empty, in order; joined they are `text` again.
    """
    chunks: list[str] = []
    current: list[str] = []
    used = 0
    for piece in _pieces(text, max_tokens, borders):
        tokens = count_tokens(piece)
        if current and used + tokens > max_tokens:
            chunks.extend(_joined(current, max_tokens, count_tokens))
            current, used = [], 0
        if tokens > max_tokens and borders:
            chunks.extend(chunk(piece, max_tokens, count_tokens, borders[1:]))
        else:
            current.append(piece)
            used += tokens
    return [*chunks, *_joined(current, max_tokens, count_tokens)]


def _pieces(text: str, max_tokens: int, borders: Sequence[str]) -> list[str]:
    if borders:
        return [piece for piece in re.split(borders[0], text) if piece]
    width = max(1, max_tokens // _MOST_TOKENS_A_CHARACTER)
    return [text[start : start + width] for start in range(0, len(text), width)]


def _joined(pieces: list[str], max_tokens: int, count_tokens: CountTokens) -> list[str]:
    """Return the pieces as one chunk; as two in the rare case that together they count more."""
    text = "".join(pieces)
    if len(pieces) <= 1 or count_tokens(text) <= max_tokens:
        return [text] if text else []
    half = len(pieces) // 2
    return _joined(pieces[:half], max_tokens, count_tokens) + _joined(
        pieces[half:], max_tokens, count_tokens
    )
