"""Sentences about connecting a source: being refused, and what a connection shows."""

from behave import then, when

from support.airweave import airweave
from support.run.world import Context


@when("Airweave is connected with wrong credentials")
def connected_with_wrong_credentials(context: Context) -> None:
    airweave(context).collection.connect_with_wrong_credentials()


@when("Airweave is connected to a repository that does not exist")
def connected_to_unknown_repository(context: Context) -> None:
    airweave(context).collection.connect_to("nobody/no-such-repo")


@when("the connection is given wrong credentials")
def given_wrong_credentials(context: Context) -> None:
    airweave(context).collection.give_wrong_credentials()


@when("the connection is given its token again")
def given_its_token_again(context: Context) -> None:
    """The one that the source knows."""
    airweave(context).collection.give_credentials()


@when("the connection is renamed")
def connection_is_renamed(context: Context) -> None:
    airweave(context).collection.rename_connection("Under another name")


@when('the repo is disconnected while Airweave waits for "{path}"')
def disconnected_while_waiting(context: Context, path: str) -> None:
    airweave(context).collection.disconnect_while_slow(path)


@then("that is refused, and the connection works as before")
def change_is_refused(context: Context) -> None:
    """The reason names the credentials; the next sync completes and changes nothing."""
    airweave(context).expect_change_refused("credentials")


@then("the connection is refused, and the reason names the {subject}")
def connection_is_refused(context: Context, subject: str) -> None:
    """Connecting was refused, or the first sync failed, with a reason that names it."""
    airweave(context).answers.expect_connection_refused(subject)


@then("Airweave never shows the token again")
def token_is_never_shown(context: Context) -> None:
    """It is in no answer to any call, and in nothing that the other routes have to show."""
    airweave(context).answers.expect_secrets_hidden()
