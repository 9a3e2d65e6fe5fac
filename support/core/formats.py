"""How people write: Markdown with lists, Python with functions, JSON with fields, and plain prose.

Programs that read files treat each in a way of its own, and guess which it is by how it looks.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from support.core.batches import batched

_POINTS = 3
_CHAPTER = 1 + 2 * _POINTS


def written(path: str, sentences: Sequence[str]) -> str:
    """Return sentences as people write them into a file of this name.

    Args:
        path: its ending says which kind of file it is; without a known one it is plain prose.
        sentences: each stands in the file as it is, on one line.
    """
    file = PurePosixPath(path)
    title = file.stem.replace("_", " ").replace("-", " ").capitalize()
    match file.suffix:
        case ".md":
            return f"# {title}\n\n" + "\n".join(_markdown(sentences))
        case ".py":
            return f'"""{title}."""\n\n\n' + "\n\n".join(_python(sentences))
        case ".json":
            entries = [{"order": order, "text": text} for order, text in enumerate(sentences, 1)]
            document = {"title": title, "entries": entries}
            return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
        case _:
            return "".join(f"{sentence}\n" for sentence in sentences)


def _markdown(sentences: Sequence[str]) -> Iterator[str]:
    """Yield chapters: a paragraph, what is to be known, what is to be done."""
    for number, (first, points, steps) in enumerate(_chapters(sentences), 1):
        notes = "".join(f"- {point}\n" for point in points)
        tasks = "".join(f"{count}. {step}\n" for count, step in enumerate(steps, 1))
        yield "\n".join(filter(None, [f"## Part {number}\n\n{first}\n", notes, tasks]))


def _python(sentences: Sequence[str]) -> Iterator[str]:
    """Yield functions: what each is for, what it says, what it says otherwise."""
    for number, (first, points, steps) in enumerate(_chapters(sentences), 1):
        yield (
            f"def part_{number}(amount: int, *, dry: bool = False) -> list[str]:\n"
            f'    """{first}"""\n'
            f"    notes = [{_literals(points)}]\n"
            f"    steps = [{_literals(steps)}]\n"
            f"    return notes if dry else notes + steps * amount\n"
        )


def _chapters(sentences: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    for first, *others in batched(sentences, _CHAPTER):
        yield first, others[:_POINTS], others[_POINTS:]


def _literals(sentences: Sequence[str]) -> str:
    """Return the inside of Python's list of these texts, a line each."""
    lines = "".join(f'        "{sentence}",\n' for sentence in sentences)
    return f"\n{lines}    " if lines else ""
