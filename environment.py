"""Hooks: open the run, give every scenario a world of its own, undo it, leave evidence."""

import allure
from behave.model import Scenario
from behave.runner import Context as BehaveContext

from support.errors import TargetLost
from support.nouns import register_nouns
from support.opening import open_run
from support.signals import end_on_sigterm
from support.summary import timings_table
from support.tags import unmet_need

register_nouns()


def before_all(context: BehaveContext) -> None:
    """Open the run."""
    end_on_sigterm()
    runner = context._runner  # behave offers no other way to its formatters
    context.world = open_run(context.config, runner.features, runner.formatters)


def before_scenario(context: BehaveContext, scenario: Scenario) -> None:
    """Give the scenario its world, or skip it with the reason."""
    reason = unmet_need(scenario, context.world.settings, context.world.cannot)
    if reason:
        scenario.skip(reason)
    else:
        context.world = context.world.next(scenario.name)


def after_scenario(context: BehaveContext, scenario: Scenario) -> None:
    """Undo what the scenario made, and attach where its time went."""
    if scenario.should_skip:
        return
    world = context.world
    if any(isinstance(step.exception, TargetLost) for step in scenario.all_steps):
        world.session.lost = True
        if not world.settings.keep_going:
            context.abort("the target is lost")
    try:
        world.end()
    finally:
        allure.attach(timings_table([world.timings]), "Timings")


def after_all(context: BehaveContext) -> None:
    """Stop what the run started."""
    if "world" in context:
        context.world.session.interrupted = context.aborted
        context.world.close()
