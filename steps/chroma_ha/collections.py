"""Sentences about collections: what they are, however they are asked for."""

from behave import given, then, when

from support.chroma_ha import chroma_ha
from support.run.world import Context


@given("two collections on both servers")
def two_collections(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.collection.fill(["contract", "invoice"])
    scenario.neighbour.fill(["minutes", "payroll"])
    scenario.replication.expect_complete(scenario.collection)
    scenario.replication.expect_complete(scenario.neighbour)


@when("one of them is deleted")
def collection_is_deleted(context: Context) -> None:
    chroma_ha(context).collection.drop()


@when("somebody follows the guide's recipe")
def recipe_is_followed(context: Context) -> None:
    chroma_ha(context).recipe.follow()


@then("it is gone from the balancer and both servers, and the other one stays as it was")
def collection_is_gone(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.replication.expect_gone(scenario.collection, scenario.neighbour)


@then("it is the same collection, however often it is looked up")
def collection_has_one_identity(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.reading.expect_one_identity(scenario.collection)


@then("the count is right, however often it is asked for")
def count_is_right(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.reading.expect_count(scenario.collection)


@then("pages of any size hold each document once")
def pages_hold_each_document(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.reading.expect_pages(scenario.collection)


@then("pages of any size list each collection once")
def pages_list_each_collection(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.reading.expect_pages_of_collections([scenario.collection, scenario.neighbour])


@then("each topic brings its documents, and no others")
def each_topic_brings_its_documents(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.reading.expect_conditions(scenario.collection)


@then("the words of each document bring it first")
def words_bring_their_document(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.reading.expect_nearest(scenario.collection)


@then("its query brings both of its documents, and nothing is left in the end")
def recipe_works(context: Context) -> None:
    """Checks that the balancer and both servers have lost the collection."""
    scenario = chroma_ha(context)
    scenario.reading.expect_recipe(scenario.recipe.brought, scenario.recipe.collection)
