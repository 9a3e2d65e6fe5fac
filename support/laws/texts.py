"""The law of texts: each is there exactly once, and is the same to the last character."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from support.core.causes import Cause, as_in

_LONGEST_HEADING = 300
_NAMED = 12
_AROUND = 12


@dataclass(frozen=True)
class Difference:
    """Something that is not as it should be.

    Attributes:
        text: what.
        is_final: whether nothing that is still to come can mend it.
    """

    text: str
    is_final: bool


def broken_texts(
    true: Mapping[str, str], shown: Mapping[str, Sequence[str]], unfinished: Collection[str] = ()
) -> list[Difference]:
    """Return how the texts that are shown differ from the true ones, each of one revision only.

    Args:
        true: by name, every text that must be there.
        shown: by name, all that is shown under it, each of them whole. What is shown may have a
            heading of the product's own, and a line at its end.
        unfinished: the names of those in whose middle a part is missing.
    """
    missing = [name for name in true if not shown.get(name)]
    repeated = [name for name, texts in shown.items() if len(texts) > 1]
    more = [name for name in shown if name not in true]
    compared = (
        _compared(name, true[name], text, is_final=name not in unfinished)
        for name in true
        for text in shown.get(name, ())
    )
    differing = list(filter(None, compared))
    return [
        *_said(Cause.LOST, missing, "not there", len(true), is_final=False),
        *_said(Cause.DUPLICATED, repeated, "there more than once", len(true), is_final=True),
        *_said(Cause.INVENTED, more, "there, but should not be", len(shown), is_final=True),
        *differing[:_NAMED],
        *_said_of_more(differing[_NAMED:]),
    ]


def _compared(name: str, true: str, shown: str, *, is_final: bool) -> Difference | None:
    """Say from where on a text differs; nothing if it is the same behind its heading."""
    at = shown.find(true) if true else -1
    if 0 <= at <= _LONGEST_HEADING and len(shown) - at - len(true) <= _LONGEST_HEADING:
        return None
    begins = _end_of_heading(true, shown)
    pairs = zip(true, shown[begins:], strict=False)
    same = next((i for i, (one, other) in enumerate(pairs) if one != other), None)
    if same is None:  # the rest of it may yet come
        said = f"{name} is shown with {len(shown) - begins} characters, but has {len(true)}"
        return Difference(Cause.LOST(said), is_final=False)
    expected, found = (text[same : same + _AROUND] for text in (true, shown[begins:]))
    said = f"{name} is not the same from character {same} on: {expected!r} is shown as {found!r}"
    is_left_out = true.find(found, same + _AROUND) >= 0  # what comes later is there
    return Difference((Cause.LOST if is_left_out else Cause.ALTERED)(said), is_final)


def _end_of_heading(true: str, shown: str) -> int:
    """Return from where on a text is most alike to how it should begin."""

    def alike(at: int) -> int:
        pairs = zip(true[:_AROUND], shown[at:], strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    return max(range(min(len(shown), _LONGEST_HEADING) + 1), key=alike)


def _said(
    cause: Cause, names: Sequence[str], what: str, of: int, *, is_final: bool
) -> Iterator[Difference]:
    if names:
        named = ", ".join(map(ascii, names[:_NAMED]))
        rest = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield Difference(cause(f"{len(names)} of {of} are {what}: {named}{rest}"), is_final)


def _said_of_more(differing: Sequence[Difference]) -> Iterator[Difference]:
    """Say once of all those that are too many to be told one by one that they differ, too."""
    if differing:
        is_final = any(one.is_final for one in differing)
        said = f"and {len(differing)} more are not the same"
        yield Difference(as_in([one.text for one in differing], said), is_final)
