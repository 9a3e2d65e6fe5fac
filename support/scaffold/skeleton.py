"""Writes skeletons into the project: trees of templates, and lines in files that are there."""

import ast
import keyword
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from string import Template

from support.core.errors import SetupError

ROOT = Path(__file__).parents[2]
TEMPLATES = Path(__file__).parent / "templates"
_SUFFIX = ".template"

# What verbs write, and where it is kept: a skeleton brings it up to date.
GENERATED = {"env.test.example": "settings", "docs/defects.md": "defects"}

_TOOLS = ("ruff", "reformat_gherkin")


def words_of(name: str, title: str | None) -> dict[str, str]:
    """Return what stands for the placeholders of templates.

    Args:
        name: of modules and tags, such as `google_drive`.
        title: for people; by default made of the name.

    Raises:
        SetupError: the name is none for a module.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or keyword.iskeyword(name):
        raise SetupError(f"{name!r} is no name for a module; one is google_drive")
    spaced = name.replace("_", " ").title()
    classes = spaced.replace(" ", "")
    return {"name": name, "Name": classes, "NAME": name.upper(), "title": title or spaced}


def write(tree: str, words: Mapping[str, str]) -> list[Path]:
    """Render a tree of templates into the project and return the files, which are all new.

    Args:
        tree: below the folder of templates; its paths are rendered, too.
        words: what stands for the placeholders.

    Raises:
        SetupError: one of the files is there already, or what formats them is not installed.
    """
    for tool in _TOOLS:
        if find_spec(tool) is None:
            raise SetupError("skeletons are formatted: pip install -r requirements-dev.txt first")
    templates = sorted((TEMPLATES / tree).rglob(f"*{_SUFFIX}"))
    texts = {_target(template, tree, words): render(template, words) for template in templates}
    for path in texts:
        if path.exists():
            raise SetupError(f"{path.relative_to(ROOT)} is there already, and nothing was written")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(texts)


def render(template: Path, words: Mapping[str, str]) -> str:
    """Return the text of a template with words for its placeholders."""
    return Template(template.read_text(encoding="utf-8")).substitute(words)


def append(path: Path, variable: str, item: str) -> None:
    """Append an item to the tuple or dictionary that a module calls `variable`."""
    value = _assignment(path, variable).value
    assert isinstance(value, ast.Tuple | ast.Dict)
    last = (value.elts if isinstance(value, ast.Tuple) else value.values)[-1]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert last.end_lineno is not None
    line = lines[last.end_lineno - 1].encode()
    lines[last.end_lineno - 1] = (
        line[: last.end_col_offset] + f", {item}".encode() + line[last.end_col_offset :]
    ).decode()
    path.write_text("".join(lines), encoding="utf-8")


def insert_before(path: Path, variable: str, code: str) -> None:
    """Insert code before the place where a module assigns `variable`."""
    at = _assignment(path, variable).lineno - 1
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:at], f"{code}\n\n", *lines[at:]]), encoding="utf-8")


def add_rows(path: Path, like: str, cells: Sequence[str]) -> bool:
    """Add a row to each table of a file that has one like it; return whether there is any.

    Args:
        path: of the file.
        like: the first cell of the row whose last cells are taken over.
        cells: the first cells of the new row.
    """
    lines: list[str] = []
    before = path.read_text(encoding="utf-8").splitlines()
    for line in before:
        lines.append(line)
        first, *others = [cell.strip() for cell in line.strip(" |").split("|")]
        if first == like:
            row = [*cells, *others[len(cells) - 1 :]]
            lines.append(f"{line[: line.index('|')]}| {' | '.join(row)} |")
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return lines != before


def finish(paths: Iterable[Path]) -> None:
    """Format files, and bring up to date what is generated."""
    code = [str(path) for path in paths if path.suffix == ".py"]
    features = [str(path) for path in paths if path.suffix == ".feature"]
    _run("-m", "ruff", "check", "--quiet", "--fix", "--select=I", *code)
    _run("-m", "ruff", "format", "--quiet", *code)
    _run("-m", "reformat_gherkin", *features)
    for file, verb in GENERATED.items():
        # In a process of its own, which reads what has just been written.
        (ROOT / file).write_text(_run("-m", "support", verb), encoding="utf-8")


def tell(written: Iterable[Path], changed: Iterable[Path], tag: str, guide: str) -> None:
    """Say what was written, and how to go on."""
    lines = [f"new      {path.relative_to(ROOT)}" for path in written]
    lines += [f"changed  {path.relative_to(ROOT)}" for path in changed]
    lines += [f"renewed  {file}" for file in GENERATED]
    lines += [
        f"Green at once: behave --tags=@{tag}",
        f"What to replace by what, and in which order: {guide}",
    ]
    print("\n".join(lines))  # noqa: T201  for whoever goes on from here


def _target(template: Path, tree: str, words: Mapping[str, str]) -> Path:
    path = str(template.relative_to(TEMPLATES / tree)).removesuffix(_SUFFIX)
    return ROOT / Template(path).substitute(words)


def _assignment(path: Path, variable: str) -> ast.Assign:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == variable:
            return node
    raise SetupError(f"{path.relative_to(ROOT)} does not assign {variable}")


def _run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SetupError(f"python {' '.join(arguments[:4])} failed: {done.stdout}{done.stderr}")
    return done.stdout
