"""Sentences about collections: what they are, however they are asked for."""

from behave import given, then, when

from support.chroma_ha import chroma_ha
from support.chroma_ha.records import EVERY_KIND
from support.run.world import Context


@given("two collections on both servers")
def two_collections(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.collection.fill(["contract", "invoice"])
    scenario.neighbour.fill(["minutes", "payroll"])
    scenario.replication.expect_complete(scenario.collection)
    scenario.replication.expect_complete(scenario.neighbour)


@when("a collection is made with notes of every kind")
def collection_is_made_with_notes(context: Context) -> None:
    chroma_ha(context).collection.create(EVERY_KIND)


@when("one of them is deleted")
def collection_is_deleted(context: Context) -> None:
    chroma_ha(context).collection.drop()


@when("somebody follows the guide's recipe")
def recipe_is_followed(context: Context) -> None:
    chroma_ha(context).recipe.follow()


@when("another collection is filled after it")
def neighbour_is_filled(context: Context) -> None:
    chroma_ha(context).neighbour.fill(["minutes", "payroll"])


@then("it is gone from the balancer and both servers, and the other one stays as it was")
def collection_is_gone(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.replication.expect_gone(scenario.collection, scenario.neighbour)


@then("the balancer and both servers tell these notes")
def notes_are_told(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.replication.expect_notes(scenario.collection.name, EVERY_KIND)


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


@then("the recipe's query brings both of its documents")
def recipe_brings_documents(context: Context) -> None:
    scenario = chroma_ha(context)
    scenario.reading.expect_brought(scenario.recipe.brought)


@then("once the other collection is everywhere, nothing is left of the recipe's own")
def recipe_leaves_nothing(context: Context) -> None:
    """Before, the recipe's collection may be missing because it has not arrived yet."""
    scenario = chroma_ha(context)
    scenario.replication.expect_complete(scenario.neighbour)
    scenario.reading.expect_nothing_left(scenario.recipe.collection)
