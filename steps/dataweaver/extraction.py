"""Sentences about extractions: tables become files."""

from behave import given, then, when

from support.dataweaver import dataweaver
from support.dataweaver.extractions import FORMATS, INCREMENTAL
from support.run.world import Context


@given("{place:Place} whose tables are data sources")
def source_with_data_sources(context: Context, place: str) -> None:
    scenario = dataweaver(context)
    scenario.open(place)
    scenario.choose()


@given("a laboratory whose cells are difficult")
def difficult_source(context: Context) -> None:
    """Line breaks, quotes, other letters, nothing, numbers and times at their bounds."""
    scenario = dataweaver(context)
    scenario.open_empty("a laboratory").add_difficult()
    scenario.choose()


@given("a laboratory with {count:d} results")
def source_of_some_size(context: Context, count: int) -> None:
    scenario = dataweaver(context)
    scenario.open_empty("a laboratory").add_with("results", count)
    scenario.choose()


@given("a laboratory with {count:d} tables, each with a connector of its own")
def source_of_many_connectors(context: Context, count: int) -> None:
    """The tables differ in what they hold and in how much."""
    scenario = dataweaver(context)
    scenario.open_empty("a laboratory").add_many(count)
    scenario.extractions.choose_each(scenario.source)


@given("a laboratory with a table that breaks off in the middle")
def breaking_source(context: Context) -> None:
    """Its rows can be counted, but not be read to the end."""
    scenario = dataweaver(context)
    scenario.open_empty("a laboratory").add_breaking()
    scenario.connectors.connect(scenario.source)
    scenario.extractions.choose(scenario.source, ["breaking"])


@given("everything there was extracted")
def everything_was_extracted(context: Context) -> None:
    """Its files are judged with those that come later: they must stay as they are."""
    scenario = dataweaver(context)
    scenario.extractions.extract(scenario.source)


@when("everything there is extracted")
def everything_is_extracted(context: Context) -> None:
    scenario = dataweaver(context)
    scenario.extractions.extract(scenario.source)


@when("everything there is extracted as {file_format:Format}")
def everything_is_extracted_as(context: Context, file_format: str) -> None:
    scenario = dataweaver(context)
    scenario.extractions.extract(scenario.source, FORMATS[file_format])


@when("everything there is extracted at once")
def everything_is_extracted_together(context: Context) -> None:
    scenario = dataweaver(context)
    scenario.extractions.extract_at_once(scenario.source)


@when("everything there is extracted {times:d} times at once")
def everything_is_extracted_at_once(context: Context, times: int) -> None:
    scenario = dataweaver(context)
    scenario.extractions.extract_at_once(scenario.source, times)


@when('"{table}" is changed there, and extracted incrementally')
def change_is_extracted(context: Context, table: str) -> None:
    """One row is changed, another one is gone, a third one is new."""
    scenario = dataweaver(context)
    scenario.source.change(table)
    scenario.extractions.extract(scenario.source, extract_type=INCREMENTAL)


@when("somebody tries to extract the table")
def breaking_table_is_extracted(context: Context) -> None:
    dataweaver(context).extractions.try_to_extract("breaking")


@when("somebody asks for an extraction of a kind that nobody knows")
def unknown_extraction_is_asked_for(context: Context) -> None:
    dataweaver(context).extractions.try_to_extract("samples", "telepathic")


@then("the files hold every row once, as it is in the source")
def files_hold_every_row(context: Context) -> None:
    """Cell by cell. After an incremental extraction, every row that is new or was changed."""
    dataweaver(context).files.expect_whole()


@then("DataWeaver tells of each extraction what its file holds")
def extractions_are_told_as_they_are(context: Context) -> None:
    """Checks status, format, and numbers of rows and columns, in the answer and the database."""
    dataweaver(context).files.expect_counted()


@then("the extraction has failed, and nobody says otherwise")
def extraction_has_failed(context: Context) -> None:
    dataweaver(context).files.expect_failed("breaking")


@then("the extraction is refused as the caller's mistake")
def extraction_is_refused(context: Context) -> None:
    dataweaver(context).files.expect_refused()
