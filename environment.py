"""Hooks: open the run, give every scenario a world of its own, undo it, leave evidence."""

import allure
from behave.model import Scenario
from behave.runner import Context as BehaveContext

from support.core.errors import DeploymentLost
from support.reporting.summary import timings_table
from support.run.bootstrap import define_parameter_types, open_run
from support.run.signals import end_on_signals
from support.run.tags import unmet_need

define_parameter_types()


def before_all(context: BehaveContext) -> None:
    """Open the run."""
    end_on_signals()
    context.world = open_run(context._runner)  # behave offers no other way to its formatters


def before_scenario(context: BehaveContext, scenario: Scenario) -> None:
    """Give the scenario its world, or skip it with the reason."""
    reason = unmet_need(scenario, context.world.session)
    if reason:
        scenario.skip(reason)
    else:
        context.world = context.world.next(scenario.name)


def after_scenario(context: BehaveContext, scenario: Scenario) -> None:
    """Undo what the scenario made, and attach where its time went."""
    world = context.world
    if scenario.should_skip or not world.is_open:  # the run was stopped before it had begun
        return
    session = world.session
    if any(isinstance(step.exception, DeploymentLost) for step in scenario.all_steps):
        session.lost = True
        if not session.settings.keep_going:
            context.abort("the deployment is lost")
    try:
        world.end()
    finally:
        allure.attach(timings_table([world.timings]), "Timings")


def after_all(context: BehaveContext) -> None:
    """Stop what the run started."""
    if "world" in context:
        session = context.world.session
        session.interrupted = context.aborted
        try:
            session.undo_unfinished()
        finally:
            session.close()
