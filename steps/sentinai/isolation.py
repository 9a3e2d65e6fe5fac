"""Sentences about what must not come in: strangers, mistakes and personal data."""

from behave import then, when

from support.sentinai import privacy, promises
from support.sentinai.refusals import expect_polite
from support.world import Context, column


@when("both post an exception of the same name")
def both_post_the_same_name(context: Context) -> None:
    """Post in both tenants."""
    context.world.sentinai.post_same_name()


@when("a stranger tries to get at it in these ways")
def stranger_tries(context: Context) -> None:
    """Let an admin of another tenant try every way of the table."""
    context.world.sentinai.try_doors(column(context, "way"))


@when("the keys of two tenants are tried on both")
def keys_are_tried(context: Context) -> None:
    """Ask for the exceptions of both tenants with both keys."""
    context.world.sentinai.try_keys()


@when("somebody comes without a key and somebody with an unknown one")
def strangers_come(context: Context) -> None:
    """Ask for the exceptions of the tenant."""
    context.world.sentinai.come_without_a_key()


@when("an exception is handed in all the same")
def handed_in_all_the_same(context: Context) -> None:
    """Hand in a sound exception."""
    context.world.sentinai.hand_in_all_the_same()


@when("somebody hands in an exception {mistake}")
def mistake_is_handed_in(context: Context, mistake: str) -> None:
    """Hand in what nobody can work on."""
    context.world.sentinai.hand_in(mistake)


@when("a tenant that nobody knows hands in an exception")
def handed_in_for_nobody(context: Context) -> None:
    """Hand in a sound exception of a tenant that was never made."""
    context.world.sentinai.hand_in_as_nobody()


@when("an exception full of personal data is posted")
def personal_data_is_posted(context: Context) -> None:
    """Post an exception with names, cards and passwords on every level."""
    context.world.sentinai.post_personal_data()


@then("each tenant's exception passes every stage once and in order")
def both_pass_every_stage(context: Context) -> None:
    """Look at wire, store, timeline and the tools of both."""
    context.world.sentinai.desk.expect()
    context.world.sentinai.other_desk.expect()


@then("each tenant is told of its own exception only")
def each_is_told_of_its_own(context: Context) -> None:
    """List the exceptions of both."""
    context.world.sentinai.expect_own_only()


@then("the stranger is turned away each time")
def stranger_is_turned_away(context: Context) -> None:
    """Look at the answers."""
    context.world.sentinai.expect_closed_doors()


@then("each key opens its own tenant and is turned away from the other")
@then("neither is let in")
def keys_open_their_own(context: Context) -> None:
    """Look at the answers."""
    context.world.sentinai.expect_answers()


@then("it is refused, politely and without a look inside")
def it_is_refused(context: Context) -> None:
    """Look at the answer."""
    expect_polite(context.world.sentinai.refusal)


@then("nothing of it is kept")
def nothing_is_kept(context: Context) -> None:
    """Look at the wire and into the store once a neighbour's exception has passed."""
    sentinai = context.world.sentinai
    promises.expect_nothing(sentinai.desk, sentinai.other_desk)


@then("its personal data is blacked out, and everything else is kept")
def personal_data_is_blacked_out(context: Context) -> None:
    """Look for every value in every table, topic and timeline."""
    privacy.expect_redacted(context.world.sentinai.desk)
