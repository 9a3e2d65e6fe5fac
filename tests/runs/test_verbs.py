"""`python -m support`: each verb says what it does, and what is wrong in one line."""

import re

import pytest

from support.__main__ import VERBS
from tests.running import support


def test_without_a_verb_all_are_listed() -> None:
    listed = support({})
    assert listed.code == 0
    for verb, (what, _) in VERBS.items():
        assert re.search(rf"^ {verb} +{what}", listed.out, re.MULTILINE), listed.out


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_has_a_help_of_its_own(verb: str) -> None:
    told = support({}, verb, "--help")
    assert told.code == 0, told.err
    assert told.out.startswith(f"usage: python -m support {verb} ")
    assert "Traceback" not in told.err


MISTAKES = {
    "sandbx": "there is no verb 'sandbx'; did you mean sandbox?",
    "sandbox": "say which system: airweave or sentinai",
    "sandbox airwave": "there is no system 'airwave'; did you mean airweave?",
    "sandbox airweave --generation 2026": "invalid choice: '2026'",
    "sandbox airweave --sources gihub": "there is no source 'gihub'; did you mean github?",
    "defects sentinal": "there is no system 'sentinal'; did you mean sentinai?",
    "janitor": "set AIRWEAVE_API_URL or SENTINAI_API_URL or ",
    "janitor --run yesterday": "yesterday is not the name of a run",
    "report --results docs": "/docs holds no results: run behave first",
    "settings airweave": "unrecognized arguments: airweave",
    "run --no-such-option": "unrecognized arguments: --no-such-option",
    "run --tags=@nothing-has-it": "No scenario was selected",
    "run -j none": "invalid positive_number value: 'none'",
    "run --executor temporal": "ARTIFACTS_URL is not set: name a folder that all workers see",
    "run --executor moon": "argument --executor: invalid choice: 'moon'",
    "worker -j none": "argument -j/--jobs: invalid number_of_seats value: 'none'",
    "worker": "ARTIFACTS_URL is not set",
    "schedule create daily": "say when: --every or --cron",
    "schedule pause": "say which schedule",
    "schedule create daily --every soon": "'soon' is not a time such as 30m, 1h or 1d",
    "run --version": "--version works in one process only: use behave itself",
    "new-source": "the following arguments are required: NAME",
    "new-source Text-Folder": "'Text-Folder' is no name for a module; one is google_drive",
    "new-source github": "support/airweave/connectors/github.py is there already",
    "new-source toy --called a/b": "'a/b' is taken or not made of words",
    "new-source toy --called a~GitHub~repo": "'a GitHub repo' is taken",
    "new-system class": "'class' is no name for a module",
    "new-system core": "support/core/__init__.py is there already",
}


@pytest.mark.parametrize("arguments", MISTAKES)
def test_a_mistake_is_one_line_with_exit_code_2(arguments: str) -> None:
    done = support({}, *(word.replace("~", " ") for word in arguments.split()))
    assert done.code == 2, done.out + done.err
    assert done.err.count("\n") == 1, done.err
    assert MISTAKES[arguments] in done.err
    assert not done.out
