"""Sentences about connecting a source: being refused, and what a connection shows."""

from behave import then, when

from support.airweave import airweave
from support.run.world import Context

# What a reason may say to name its subject; products word it differently.
SUBJECTS = {
    "credentials": ("credential", "token", "unauthorized"),
    "repository": ("repo",),
}


@when("Airweave is connected with wrong credentials")
def connected_with_wrong_credentials(context: Context) -> None:
    """Connect the source with credentials that the source does not know."""
    mirror = airweave(context).mirror
    airweave(context).refusal = mirror.try_to_connect(mirror.bongo.wrong_credentials)


@when("Airweave is connected to a repository that does not exist")
def connected_to_unknown_repository(context: Context) -> None:
    """Connect a repository of a name that nobody has."""
    airweave(context).refusal = airweave(context).mirror.try_to_connect(
        repo_name="nobody/no-such-repo"
    )


@then("the connection is refused, and the reason names the {subject}")
def connection_is_refused(context: Context, subject: str) -> None:
    """Look at the reason that Airweave gave."""
    reason = airweave(context).refusal
    assert reason is not None, "Airweave accepted the connection and synced"
    named = any(word in reason.lower() for word in SUBJECTS[subject])
    assert named, f"Airweave refuses without naming the {subject}: {reason}"


@then("Airweave never shows the token again")
def token_is_never_shown(context: Context) -> None:
    """Search all that Airweave shows of the connection for the token."""
    shown = airweave(context).mirror.as_shown()
    leaks = [name for name, value in airweave(context).bongo.credentials.items() if value in shown]
    assert not leaks, f"Airweave shows the secret of the connection: {', '.join(leaks)}"
