"""Sentences about what Chroma HA tells of itself: who is there, what waits, what was sent."""

from behave import then, when

from support.chroma_ha import chroma_ha
from support.chroma_ha.parts import PRIMARY, REPLICA
from support.core.causes import Cause
from support.run.world import Context


@when("both servers are killed")
def both_servers_are_killed(context: Context) -> None:
    """They stay away until the scenario ends."""
    chroma_ha(context).outages.take(PRIMARY)
    chroma_ha(context).outages.take(REPLICA)


@when("{count:d} documents are written while the replica is killed")
def documents_are_written_and_wait(context: Context, count: int) -> None:
    """The replica stays away until the scenario ends."""
    scenario = chroma_ha(context)
    scenario.waiting.remember()
    scenario.outages.take(REPLICA)
    scenario.collection.add_each(count)


@when("{count:d} documents are written while the replica is away")
def documents_are_written_and_arrive(context: Context, count: int) -> None:
    scenario = chroma_ha(context)
    scenario.waiting.remember()
    scenario.outages.during(REPLICA, lambda: scenario.collection.add_each(count))


@when("the replica has lost one of them, and documents are written to both")
def documents_are_written_to_a_lost_collection(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.collection.lose_on(scenario.replica)
    scenario.collection.add_each(1)
    scenario.neighbour.add_each(3)


@when("somebody reads it {times:d} times")
def collection_is_read(context: Context, times: int) -> None:
    scenario = chroma_ha(context)
    scenario.traffic.read(scenario.collection, times)


@when("somebody looks it up {times:d} times")
def collection_is_looked_up(context: Context, times: int) -> None:
    scenario = chroma_ha(context)
    scenario.traffic.look_up(scenario.collection, times)


@when("{count:d} more documents are written one by one")
def documents_are_written_one_by_one(context: Context, count: int) -> None:
    scenario = chroma_ha(context)
    scenario.traffic.write(scenario.collection, count)


@then("Chroma HA says in time that it is not healthy")
def chroma_ha_says_that_it_is_not_healthy(context: Context) -> None:
    chroma_ha(context).status.expect_unable()


@then("status, health and log count {count:d} more writes that are waiting")
def all_count_what_waits(context: Context, count: int) -> None:
    chroma_ha(context).waiting.expect(count)


@then("status, health and log come to count no more writes that are waiting")
def nothing_waits(context: Context) -> None:
    chroma_ha(context).waiting.expect(0)


@then("the other one is whole on the balancer and both servers")
def neighbour_is_whole(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.replication.expect_complete(scenario.neighbour)


@then("the log shows the write that cannot be applied")
def log_shows_the_write(context: Context) -> None:
    """By the name or the id of the collection."""
    scenario = chroma_ha(context)
    scenario.waiting.expect_shown(scenario.collection)


@then("the status counts {count:d} more requests")
def status_counts_requests(context: Context, count: int) -> None:
    assert count == chroma_ha(context).traffic.sent, Cause.SUITE(
        "the sentence is about what was sent"
    )
    chroma_ha(context).traffic.expect_counted()


@then("the share of the replica is that of the strategy")
def share_is_that_of_the_strategy(context: Context) -> None:
    """The bound is exceeded by chance once in a million times."""
    chroma_ha(context).traffic.expect_share_of_replica()


@then("the status counts them all at the primary")
def status_counts_all_at_the_primary(context: Context) -> None:
    chroma_ha(context).traffic.expect_all_at(PRIMARY)
