"""Sentences about servers, balancer and database that go away and come back."""

from behave import then, when

from support.chroma_ha import chroma_ha
from support.chroma_ha.parts import BALANCER, DATABASE, PRIMARY, REPLICA
from support.core.causes import Cause
from support.core.switches import FROZEN
from support.run.world import Context


@when("the {server:Server} is killed")
def server_is_killed(context: Context, server: str) -> None:
    """It stays away until the scenario ends."""
    chroma_ha(context).outages.take(server)


@when("the {server:Server} is killed amid {count:d} writes and comes back")
def server_is_killed_amid_writes(context: Context, server: str, count: int) -> None:
    """Several programs write at the same time."""
    scenario = chroma_ha(context)
    scenario.collection.add_amid(count, lambda: scenario.outages.take(server))
    scenario.outages.bring_back()


@when(
    '"{updated}" is updated, "{deleted}" is deleted and "{written}" is written'
    " while the {server:Server} is away"
)
def documents_change_during_an_outage(
    context: Context, updated: str, deleted: str, written: str, server: str
) -> None:
    scenario = chroma_ha(context)
    scenario.outages.during(server, lambda: scenario.collection.change(updated, deleted, written))


@when(
    '"{updated}" is updated, "{deleted}" is deleted and "{written}" is written'
    " while the primary is frozen"
)
def documents_change_while_frozen(
    context: Context, updated: str, deleted: str, written: str
) -> None:
    """It accepts connections, and never answers."""
    scenario = chroma_ha(context)
    scenario.outages.during(
        PRIMARY, lambda: scenario.collection.change(updated, deleted, written), FROZEN
    )


@when("a collection with {count:d} documents is made while the {server:Server} is away")
def collection_is_made_during_an_outage(context: Context, count: int, server: str) -> None:
    scenario = chroma_ha(context)
    scenario.outages.during(server, lambda: scenario.collection.fill_with(count))


@when("a collection with {count:d} documents is made in the moment in which the primary goes away")
def collection_is_made_unnoticed(context: Context, count: int) -> None:
    """The primary is back before most balancers would look at its health."""
    scenario = chroma_ha(context)
    scenario.outages.take(PRIMARY)
    scenario.collection.fill_with(count)
    scenario.outages.bring_back()


@when("one of them is deleted while the replica is away")
def collection_is_deleted_during_an_outage(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.outages.during(REPLICA, scenario.collection.drop)


@when("{count:d} documents are written while both servers are away")
def documents_are_written_to_nobody(context: Context, count: int) -> None:
    scenario = chroma_ha(context)
    scenario.outages.take(PRIMARY)
    scenario.outages.during(REPLICA, lambda: scenario.collection.add_each(count))


@when(
    "{count:d} documents are written while the replica is away, and the balancer is killed before"
    " it is back"
)
def balancer_is_killed_during_an_outage(context: Context, count: int) -> None:
    scenario = chroma_ha(context)
    scenario.outages.take(REPLICA)
    scenario.collection.add_each(count)
    scenario.outages.restart(BALANCER)
    scenario.outages.bring_back()


@when("{count:d} documents are written while the database is away")
def documents_are_written_without_a_database(context: Context, count: int) -> None:
    scenario = chroma_ha(context)
    scenario.outages.take(DATABASE)
    scenario.collection.add_each(count)
    scenario.outages.bring_back()


@when("the {server:Server} is killed, and comes back once the status shows it")
def server_comes_back(context: Context, server: str) -> None:
    chroma_ha(context).outages.during(server, lambda: None)


@then("the balancer shows exactly what was acknowledged, however often it is asked")
def balancer_shows_what_was_acknowledged(context: Context) -> None:
    """Checks texts, metadata and embeddings."""
    scenario = chroma_ha(context)
    scenario.replication.expect_shown(scenario.collection)


@then("none of them is acknowledged")
def none_is_acknowledged(context: Context) -> None:
    acknowledged = chroma_ha(context).collection.new
    assert not acknowledged, Cause.ACCEPTED(
        f"Nobody was there, and yet these were acknowledged: {acknowledged}"
    )


@then("the status shows in time that the {server:Server} is away and the other server is healthy")
def status_shows_who_is_away(context: Context, server: str) -> None:
    """Checks that the number of healthy servers is right, too."""
    chroma_ha(context).status.expect_away(server)


@then("the status shows in time that both servers are healthy")
def status_shows_that_all_are_there(context: Context) -> None:
    chroma_ha(context).status.expect_all_healthy()
