"""Every source says of itself what is true, and brings what it needs."""

from importlib import import_module
from pathlib import Path

import pytest

from support.bongos import SOURCES, bongo_of
from support.bongos.abilities import Editing
from support.bongos.settings import SETTINGS

ALL = sorted(SOURCES.values())


@pytest.mark.parametrize("source", ALL)
def test_a_bongo_is_called_as_its_module(source: str) -> None:
    assert bongo_of(source).source == source


@pytest.mark.parametrize("source", ALL)
def test_what_a_bongo_needs_is_a_setting_of_its_source(source: str) -> None:
    bongo = bongo_of(source)
    group = bongo.settings_type
    assert group in SETTINGS, f"SETTINGS in support/bongos/settings.py lacks {group.__name__}"
    assert {*bongo.needs} <= bongo.settings_type.model_fields.keys()


@pytest.mark.parametrize("source", ALL)
def test_a_source_that_cannot_edit_says_so_and_why(source: str) -> None:
    bongo = bongo_of(source)
    assert issubclass(bongo, Editing) == ("edit" not in bongo.lacks)
    assert all(len(reason.split()) > 4 for reason in bongo.lacks.values())


@pytest.mark.parametrize("source", ALL)
def test_a_bongo_knows_no_product(source: str) -> None:
    text = Path(str(import_module(f"support.bongos.{source}").__file__)).read_text("utf-8")
    assert "airweave" not in text.lower()
