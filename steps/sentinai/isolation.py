"""Sentences about what must not come in: strangers, mistakes and personal data."""

from behave import then, when

from support.run.world import Context, column
from support.sentinai import sentinai
from support.sentinai.oracle import privacy, promises
from support.sentinai.oracle.refusals import expect_polite


@when("both post an exception of the same name")
def both_post_the_same_name(context: Context) -> None:
    """Post in both tenants."""
    sentinai(context).post_same_name()


@when("a stranger tries to get at it in these ways")
def stranger_tries(context: Context) -> None:
    """Let an admin of another tenant try every way of the table."""
    sentinai(context).try_doors(column(context, "way"))


@when("the keys of two tenants are tried on both")
def keys_are_tried(context: Context) -> None:
    """Ask for the exceptions of both tenants with both keys."""
    sentinai(context).try_keys()


@when("somebody comes without a key and somebody with an unknown one")
def strangers_come(context: Context) -> None:
    """Ask for the exceptions of the tenant."""
    sentinai(context).come_without_a_key()


@when("an exception is handed in all the same")
def handed_in_all_the_same(context: Context) -> None:
    """Hand in a sound exception."""
    sentinai(context).hand_in_all_the_same()


@when("somebody hands in an exception {mistake}")
def mistake_is_handed_in(context: Context, mistake: str) -> None:
    """Hand in what nobody can work on."""
    sentinai(context).hand_in(mistake)


@when("a tenant that nobody knows hands in an exception")
def handed_in_for_nobody(context: Context) -> None:
    """Hand in a sound exception of a tenant that was never made."""
    sentinai(context).hand_in_as_nobody()


@when("an exception full of personal data is posted")
def personal_data_is_posted(context: Context) -> None:
    """Post an exception with names, cards and passwords on every level."""
    sentinai(context).post_personal_data()


@then("each tenant's exception passes every stage once and in order")
def both_pass_every_stage(context: Context) -> None:
    """Look at wire, store, timeline and the tools of both."""
    sentinai(context).desk.expect()
    sentinai(context).other_desk.expect()


@then("each tenant is told of its own exception only")
def each_is_told_of_its_own(context: Context) -> None:
    """List the exceptions of both."""
    sentinai(context).expect_own_only()


@then("the stranger is turned away each time")
def stranger_is_turned_away(context: Context) -> None:
    """Look at the answers."""
    sentinai(context).expect_closed_doors()


@then("each key opens its own tenant and is turned away from the other")
@then("neither is let in")
def keys_open_their_own(context: Context) -> None:
    """Look at the answers."""
    sentinai(context).expect_answers()


@then("it is refused, politely and without a look inside")
def it_is_refused(context: Context) -> None:
    """Look at the answer."""
    expect_polite(sentinai(context).refusal)


@then("nothing of it is kept")
def nothing_is_kept(context: Context) -> None:
    """Look at the wire and into the store once a neighbour's exception has passed."""
    scenario = sentinai(context)
    promises.expect_nothing(scenario.desk, scenario.other_desk)


@then("its personal data is blacked out, and everything else is kept")
def personal_data_is_blacked_out(context: Context) -> None:
    """Look for every value in every table, topic and timeline."""
    privacy.expect_redacted(sentinai(context).desk)
