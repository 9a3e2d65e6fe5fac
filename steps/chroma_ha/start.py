"""Sentences about how Chroma HA starts."""

from behave import then, when

from support.chroma_ha import chroma_ha
from support.run.world import Context


@when('somebody starts Chroma HA with "{value}" as its {setting:w}')
def started_with_a_setting(context: Context, value: str, setting: str) -> None:
    """Beside the one that runs, which goes on."""
    chroma_ha(context).start.attempt(setting, value)


@then("it refuses to start, and names the setting")
def start_is_refused(context: Context) -> None:
    """Checks, too, that it tells no secret."""
    chroma_ha(context).start.expect_refused()


@then("it starts with the settings that it has")
def start_is_possible(context: Context) -> None:
    chroma_ha(context).start.expect_possible()
