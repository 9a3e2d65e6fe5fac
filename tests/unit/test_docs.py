"""The documents name what exists: pages, verbs, files, modules; the glossary has what is said."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from support.__main__ import VERBS

ROOT = Path(__file__).parents[2]
PAGES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
}

# What the guides let their readers write, and what examples find in a source.
ELSEWHERE = re.compile("text_folder|key_value|docs/(onboarding|security|vacation)")

# The changes tell of what is gone.
CURRENT = sorted(PAGES.keys() - {"CHANGELOG.md"})


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", PAGES[page])
    local = [link for link in links if "://" not in link]
    assert not [link for link in local if not (ROOT / page).parent.joinpath(link).exists()]


@pytest.mark.parametrize("page", CURRENT)
def test_every_verb_exists(page: str) -> None:
    assert set(re.findall(r"python -m support ([a-z][\w-]*)", PAGES[page])) <= VERBS.keys()


@pytest.mark.parametrize("page", CURRENT)
def test_every_file_and_module_exists(page: str) -> None:
    rooms = "docs|features|steps|support|tests|requirements|environment|pyproject"
    files = re.findall(
        rf"(?<![\w/.-])(?:{rooms})[\w/.-]*(?:/|\.(?:feature|md|py|toml|txt))(?![\w<$])", PAGES[page]
    )
    modules = re.findall(r"(?<![\w/.])(?:support|tests)(?:\.\w+)+", PAGES[page])
    named = [*files, *(name for name in modules if not name.endswith((".py", ".md")))]
    missing = [name for name in named if not ELSEWHERE.search(name) and not _exists(name)]
    assert not missing


def _exists(name: str) -> bool:
    return (ROOT / name).exists() or ("/" not in name and find_spec(name) is not None)


def test_every_word_of_the_glossary_is_used() -> None:
    entries = re.findall(
        r"^\| (?:\*\*)?([a-z][^|*]*?)(?:\*\*)? \|", PAGES["docs/glossary.md"], re.MULTILINE
    )
    words = [re.sub(r" \(.*\)", "", entry) for entry in entries if entry != "word"]
    code = [path for room in ("support", "steps") for path in ROOT.glob(f"{room}/**/*.py")]
    said = [
        path.read_text(encoding="utf-8") for path in [*code, *ROOT.glob("features/**/*.feature")]
    ]
    said += [text for page, text in PAGES.items() if page != "docs/glossary.md"]
    everything = re.sub(
        r"[\s_-]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", " ".join(said))
    ).lower()
    assert len(words) > 40
    assert not [word for word in words if word not in everything]


def test_the_readme_is_short() -> None:
    assert len(PAGES["README.md"].splitlines()) <= 150
