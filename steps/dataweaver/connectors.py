"""Sentences about connectors: setting them up, changing, testing and deleting them."""

from behave import given, then, when

from support.dataweaver import dataweaver
from support.run.world import Context


@given("a {kind:Kind} connector that logs in with {login:Login}")
def connector(context: Context, kind: str, login: str) -> None:
    """It leads nowhere: what it would read is of no importance."""
    dataweaver(context).connectors.set_up(kind, login)


@when("a {kind:Kind} connector that logs in with {login:Login} is set up")
def connector_is_set_up(context: Context, kind: str, login: str) -> None:
    dataweaver(context).connectors.set_up(kind, login)


@given("a neighbouring connector")
def neighbour(context: Context) -> None:
    """Nobody touches it."""
    dataweaver(context).connectors.set_up_neighbour()


@given("the connector has a data source")
def connector_has_data_source(context: Context) -> None:
    dataweaver(context).connectors.add_data_source()


@when("the connector gets another name and a schedule")
def connector_is_changed(context: Context) -> None:
    dataweaver(context).connectors.change()


@when("the connector is deleted")
def connector_is_deleted(context: Context) -> None:
    dataweaver(context).connectors.delete()


@when("somebody tries to delete the connector")
def deletion_is_tried(context: Context) -> None:
    dataweaver(context).connectors.try_to_delete()


@when("a data source is added to one of them in the name of the other")
def data_source_is_added_elsewhere(context: Context) -> None:
    dataweaver(context).connectors.try_to_add_in_the_name_of("neighbour")


@when("somebody sets up a connector for clinical data, and tests it")
def unimplemented_connector_is_set_up(context: Context) -> None:
    dataweaver(context).connectors.try_to_set_up_and_test("CLINICAL")


@when("somebody sets up a connector with {mistake}")
def wrong_connector_is_set_up(context: Context, mistake: str) -> None:
    dataweaver(context).connectors.try_to_set_up(mistake)


@when("people look at the connector, change it, test it and discover with it")
def connector_is_looked_at(context: Context) -> None:
    dataweaver(context).connectors.look_in_every_way()


@when("the connector is tested")
def connector_is_tested(context: Context) -> None:
    dataweaver(context).connectors.test()


@when("the connector gets wrong credentials and is tested")
def connector_is_tested_with_wrong_credentials(context: Context) -> None:
    """It was tested before, and had the right ones then."""
    scenario = dataweaver(context)
    scenario.connectors.test()
    scenario.connectors.reconfigure(scenario.source.wrong_config)
    scenario.connectors.test()


@when("the connector gets wrong credentials for one test, and is tested again")
def connector_is_tested_with_right_credentials_again(context: Context) -> None:
    scenario = dataweaver(context)
    scenario.connectors.reconfigure(scenario.source.wrong_config)
    scenario.connectors.test()
    scenario.connectors.reconfigure(scenario.source.config)
    scenario.connectors.test()


@when("the connector gets wrong credentials")
def connector_gets_wrong_credentials(context: Context) -> None:
    scenario = dataweaver(context)
    scenario.connectors.reconfigure(scenario.source.wrong_config)


@then("every connector is as it was set up, wherever one looks")
def connectors_are_as_set_up(context: Context) -> None:
    """Checks the connector, the list and the database; and that what was deleted is gone."""
    dataweaver(context).kept.expect_as_set_up()


@then("it is gone with its data source, or still there with it")
def connector_is_whole_or_gone(context: Context) -> None:
    """Nothing else is changed, either."""
    dataweaver(context).kept.expect_whole_or_gone()


@then("the data source is refused, and neither has got it")
def data_source_is_refused(context: Context) -> None:
    dataweaver(context).kept.expect_not_added()


@then("DataWeaver says that it cannot connect such a source")
def source_cannot_be_connected(context: Context) -> None:
    """When the connector is set up, or when it is tested."""
    dataweaver(context).kept.expect_unable()


@then("the connector is refused as the caller's mistake, and nothing of it is kept")
def connector_is_refused(context: Context) -> None:
    dataweaver(context).kept.expect_refused()


@then("no answer has shown what it logs in with")
def no_secret_was_shown(context: Context) -> None:
    """Neither as it was given nor in an encoding; errors are answers, too."""
    dataweaver(context).kept.expect_no_secrets()


@then("the test of the connector succeeds")
def connector_passes_its_test(context: Context) -> None:
    dataweaver(context).tests.expect_success()


@then("the test of the connector fails, and the reason names the credentials")
def connector_fails_its_test(context: Context) -> None:
    dataweaver(context).tests.expect_failure()


@then("the connector is shown as connected")
def connector_is_connected(context: Context) -> None:
    dataweaver(context).tests.expect_connected(is_connected=True)


@then("the connector is not shown as connected")
def connector_is_not_connected(context: Context) -> None:
    dataweaver(context).tests.expect_connected(is_connected=False)
