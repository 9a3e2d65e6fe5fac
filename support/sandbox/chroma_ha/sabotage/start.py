# ruff: noqa: D103  each defect says what it does in its decorator
"""Defects of how Chroma HA starts."""

from contextlib import AbstractContextManager
from unittest.mock import patch

from support.sandbox.chroma_ha.app import configuration
from support.sandbox.chroma_ha.app.configuration import JUNE_2025, STRATEGIES, WrongSetting
from support.sandbox.chroma_ha.sabotage import sentences, titles
from support.sandbox.chroma_ha.sabotage.catalogue import CATALOGUE

Context = AbstractContextManager[object]

_USUAL_S = 0.3


@CATALOGUE.sabotage(
    "For settings that are wrong, others are taken without a word.",
    caught_by=titles.WRONG_TIME,
    at=sentences.START_REFUSED,
    diagnosis="CHECK_INTERVAL = 'soon' was taken",
)
def wrong_settings_taken() -> Context:
    original = configuration.seconds

    def seconds(name: str) -> float:
        try:
            return original(name)
        except WrongSetting:
            return _USUAL_S

    return patch.object(configuration, "seconds", seconds)


@CATALOGUE.sabotage(
    "Who has set something wrong is not told what.",
    caught_by=titles.WRONG_TIME,
    at=sentences.START_REFUSED,
    diagnosis="CHECK_INTERVAL = 'soon' was refused, and not named: ",
)
def wrong_settings_unnamed() -> Context:
    return patch.object(configuration, "wrong", _without_name)


@CATALOGUE.sabotage(
    "It does not start a second time, whatever is set.",
    caught_by=titles.WRONG_TIME,
    at=sentences.STARTS,
    diagnosis="It does not start at all",
)
def every_start_refused() -> Context:
    def seconds(name: str) -> float:
        raise WrongSetting(f"{name} must be set")

    return patch.object(configuration, "seconds", seconds)


@CATALOGUE.sabotage(
    "A strategy that there is not is taken for another one.",
    caught_by=titles.WRONG_STRATEGY,
    at=sentences.START_REFUSED,
    diagnosis="LOAD_BALANCE_STRATEGY = 'nonsense' was taken",
    generation=JUNE_2025,
)
def unknown_strategies_taken() -> Context:
    return patch.object(configuration, "strategy", lambda _: STRATEGIES[0])


def _without_name(_name: str, _must: str) -> WrongSetting:
    return WrongSetting("The settings are wrong")
