"""Sentences about what Chroma HA uses, what it recommends, and how it does with little."""

from behave import then, when

from support.chroma_ha import chroma_ha
from support.run.world import Context


@when("it comes to use more than {bound:g} % of its {resource:w}")
def bound_is_passed(context: Context, bound: float, resource: str) -> None:
    """First just less than that, and then just that much."""
    scenario = chroma_ha(context)
    scenario.monitoring.remember()
    scenario.machine.pass_bound(resource, bound)


@when("it uses {percent:g} % of its {resource:w} for a while")
def resource_runs_short(context: Context, percent: float, resource: str) -> None:
    """It uses much less before and after that."""
    chroma_ha(context).alarms.listen_while_short(resource, percent)


@when("{count:d} documents are written while {percent:g} % of the memory is used")
def documents_are_written_with_little_memory(context: Context, count: int, percent: float) -> None:
    """The memory stays so until the scenario ends."""
    scenario = chroma_ha(context)
    scenario.monitoring.remember_batches()
    scenario.machine.use("memory", percent)
    scenario.collection.add_each(count)


@then("there is a place for measurements, recommendations, tasks and workers")
def there_is_a_place_for_everything(context: Context) -> None:
    chroma_ha(context).monitoring.expect_places()


@then("new measurements are written down in time, and each can be true")
def measurements_are_written_down(context: Context) -> None:
    chroma_ha(context).monitoring.expect_measured()


@then("up to {bound:g} % of its {resource:w} it recommends more {before}, and beyond that {beyond}")
def more_is_recommended(
    context: Context, bound: float, resource: str, before: str, beyond: str
) -> None:
    """Checks that each recommendation says what is used and what to do, too."""
    chroma_ha(context).monitoring.expect_recommended(resource, bound, before, beyond)


@then("one message told that {percent:g} % of its {resource:w} is used, and one that it is over")
def told_once_of_shortage(context: Context, percent: float, resource: str) -> None:
    """Checks, too, that it says what to do, and that no message tells a secret."""
    chroma_ha(context).alarms.expect_told_of_shortage(resource, percent)


@then("it says that it carried less at a time")
def less_was_carried(context: Context) -> None:
    chroma_ha(context).monitoring.expect_smaller_batches()
