"""Sentences about what SentinAI tells of exceptions, and keeps of them."""

from behave import then

from support.run.world import Context
from support.sentinai import sentinai


@then("its status is told under the same name")
def its_status_is_told(context: Context) -> None:
    """Asks by the name that stood in the answer."""
    sentinai(context).status.expect_told()


@then("it is resolved")
def it_is_resolved(context: Context) -> None:
    sentinai(context).status.expect_resolved()


@then('its status names "{source}" and its kind')
def its_status_names(context: Context, source: str) -> None:
    sentinai(context).status.expect_origin(source)


@then("its timeline begins with the intake and ends with the feedback")
def its_timeline_is_told(context: Context) -> None:
    sentinai(context).timeline.expect_whole_story()


@then("every event of it is recorded as processed")
def every_event_is_recorded(context: Context) -> None:
    """Checks the processing log for every event that workers consume."""
    sentinai(context).processing_log.expect_all_processed()


@then("its personal data is redacted, and everything else is kept")
def personal_data_is_redacted(context: Context) -> None:
    """Looks for every value in every table, topic and timeline."""
    sentinai(context).privacy.expect_redacted()
