"""Sentences about what ReplantWorld tells of a migration, well or not."""

from behave import then, when

from support.replantworld import replantworld
from support.run.world import Context


@when("ReplantWorld migrates a collection that does not exist")
def migrates_nothing(context: Context) -> None:
    scenario = replantworld(context)
    scenario.migration.run([], besides=[scenario.collections.nowhere()])


@when("ReplantWorld migrates it together with one that does not exist")
def migrates_besides_nothing(context: Context) -> None:
    scenario = replantworld(context)
    nowhere = scenario.collections.nowhere()
    scenario.migration.run(scenario.collections.made, besides=[nowhere])


@when("ReplantWorld migrates it while {part:Part} is away")
def migrates_during_an_outage(context: Context, part: str) -> None:
    scenario = replantworld(context)
    collections = scenario.collections.made
    scenario.outages.during(part, lambda: scenario.migration.run(collections))


@then("the five stages tell of {count:d} NFTs, all of which arrived")
def stages_tell(context: Context, count: int) -> None:
    scenario = replantworld(context)
    scenario.telling.expect_stages(scenario.migration.report, count)


@then("ReplantWorld says that there is no such collection")
def unknown_is_told(context: Context) -> None:
    scenario = replantworld(context)
    scenario.telling.expect_unknown(scenario.migration.report, scenario.collections.nowhere())


@then("ReplantWorld says that one of them could not be migrated")
def failure_is_told(context: Context) -> None:
    scenario = replantworld(context)
    scenario.telling.expect_failures(scenario.migration.report, 1)


@then("ReplantWorld says that {chain:Chain} gave no answer")
def outage_is_told(context: Context, chain: str) -> None:
    scenario = replantworld(context)
    scenario.telling.expect_away(scenario.migration.report, chain)
