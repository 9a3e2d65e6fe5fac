"""Sentences about workers who share what a server lacks."""

from behave import then, when

from support.chroma_ha import chroma_ha
from support.run.world import Context


@when("a collection with {count:d} documents is made while the replica is frozen")
def collection_is_made_while_frozen(context: Context, count: int) -> None:
    """Whoever has claimed a task then has it for a while."""
    scenario = chroma_ha(context)
    scenario.work.fill_while_frozen(scenario.collection, count)


@when("a worker dies amid a task, while a collection with {count:d} documents is made")
def worker_dies_amid_a_task(context: Context, count: int) -> None:
    """It stays dead until the scenario ends; the others are there once it is."""
    scenario = chroma_ha(context)
    scenario.work.kill_amid_task(scenario.collection, count)


@when("a worker dies")
def worker_dies(context: Context) -> None:
    """It stays dead until the scenario ends."""
    chroma_ha(context).heartbeats.kill_one()


@then("each worker gives a new sign of life in time")
def workers_give_signs_of_life(context: Context) -> None:
    """Checks, too, that there are several of them, and that none is of the future."""
    chroma_ha(context).heartbeats.expect_new()


@then("its silence is told for as long as it lasts, and no other worker is silent")
def only_the_dead_is_silent(context: Context) -> None:
    chroma_ha(context).heartbeats.expect_one_silent()


@then("each task of the collection is done once, and by one worker")
def each_task_is_done_once(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.work.expect_each_done_once(scenario.collection)


@then("another worker does what the dead one had to do")
def task_is_taken_over(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.work.expect_taken_over(scenario.collection)


@then("the dead worker is shown in time as not active")
def death_is_told(context: Context) -> None:
    chroma_ha(context).work.expect_told_dead()


@then("workers shared that if they are told to, and otherwise nobody did")
def mode_is_kept(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.work.expect_mode(scenario.collection)
