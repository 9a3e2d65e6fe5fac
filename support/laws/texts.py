"""The law of texts: each is there exactly once, and is the same to the last character."""

from collections.abc import Iterator, Mapping, Sequence

_LONGEST_HEADING = 300
_NAMED = 5
_AROUND = 12


def broken_texts(true: Mapping[str, str], shown: Mapping[str, Sequence[str]]) -> list[str]:
    """Return how the texts that are shown differ from the true ones; a cause, a sentence.

    Args:
        true: by name, every text that must be there.
        shown: by name, all that is shown under it, each of them whole. What is shown may have a
            heading of the product's own, and a line at its end.
    """
    missing = [name for name in true if not shown.get(name)]
    repeated = [name for name, texts in shown.items() if len(texts) > 1]
    more = [name for name in shown if name not in true]
    compared = (_compared(name, true[name], text) for name in true for text in shown.get(name, ()))
    return [
        *_said(missing, "not there", len(true)),
        *_said(repeated, "there more than once", len(true)),
        *_said(more, "there, but should not be", len(shown)),
        *filter(None, compared),
    ]


def _compared(name: str, true: str, shown: str) -> str | None:
    """Say from where on a text differs; nothing if it is the same behind its heading."""
    at = shown.find(true) if true else -1
    if 0 <= at <= _LONGEST_HEADING and len(shown) - at - len(true) <= _LONGEST_HEADING:
        return None
    begins = max(0, shown.find(true[:_AROUND]))
    pairs = zip(true, shown[begins:], strict=False)
    same = next((i for i, (one, other) in enumerate(pairs) if one != other), None)
    if same is None:
        return f"{name} is shown with {len(shown) - begins} characters, but has {len(true)}"
    expected, found = (text[same : same + _AROUND] for text in (true, shown[begins:]))
    return f"{name} is not the same from character {same} on: {expected!r} is shown as {found!r}"


def _said(names: Sequence[str], what: str, of: int) -> Iterator[str]:
    if names:
        named = ", ".join(map(ascii, names[:_NAMED]))
        rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield f"{len(names)} of {of} are {what}: {named}{rest}"
