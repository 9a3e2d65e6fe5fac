"""Hooks: open the run, give every scenario a world of its own, undo it, leave evidence."""

import signal

import allure
from behave.model import Scenario
from behave.runner import Context as BehaveContext

from support.nouns import register_nouns
from support.opening import open_run
from support.summary import timings_table
from support.tags import unmet_need

register_nouns()


def before_all(context: BehaveContext) -> None:
    """Open the run. From now on SIGTERM is Ctrl-C, so that behave still runs the clean-up."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    runner = context._runner  # behave offers no other way to its formatters
    context.world = open_run(context.config, runner.features, runner.formatters)


def before_scenario(context: BehaveContext, scenario: Scenario) -> None:
    """Give the scenario its world, or skip it with the reason."""
    reason = unmet_need(scenario, context.world.settings)
    if reason:
        scenario.skip(reason)
    else:
        context.world = context.world.next(scenario.name)


def after_scenario(context: BehaveContext, scenario: Scenario) -> None:
    """Undo what the scenario made, and attach where its time went."""
    if scenario.should_skip:
        return
    try:
        context.world.end()
    finally:
        allure.attach(timings_table([context.world.timings]), "Timings")


def after_all(context: BehaveContext) -> None:
    """Stop what the run started."""
    context.world.close()
