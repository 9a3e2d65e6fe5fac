"""Sentences about documents: writing, changing and deleting them through the balancer."""

from behave import given, then, when

from support.chroma_ha import chroma_ha
from support.chroma_ha.records import EVERY_KIND
from support.core.causes import Cause
from support.core.content import SEVERAL_PAGES
from support.run.world import Context, column


@given("a collection with these documents on both servers")
def collection_with_documents(context: Context) -> None:
    """A table may say what each document is about."""
    scenario = chroma_ha(context)
    scenario.collection.fill_by_topic(column(context, "document"), column(context))
    scenario.replication.expect_complete(scenario.collection)


@given("a collection with {count:d} documents on both servers")
def collection_with_so_many_documents(context: Context, count: int) -> None:
    scenario = chroma_ha(context)
    scenario.collection.fill_with(count)
    scenario.replication.expect_complete(scenario.collection)


@given("a collection with {count:d} documents")
def collection_somewhere(context: Context, count: int) -> None:
    chroma_ha(context).collection.fill_with(count)


@given("a document of three chunks on both servers")
def document_of_chunks(context: Context) -> None:
    """Chunks of one document carry its name in their metadata."""
    scenario = chroma_ha(context)
    scenario.collection.fill(["chunk 1", "chunk 2", "chunk 3"], {"document_id": "contract"})
    scenario.replication.expect_complete(scenario.collection)


@when("these documents are written")
def documents_are_written(context: Context) -> None:
    """They are several pages long, and their metadata has values of every kind."""
    chroma_ha(context).collection.fill(column(context), EVERY_KIND, SEVERAL_PAGES)


@when('the document "{name}" is updated')
def document_is_updated(context: Context, name: str) -> None:
    chroma_ha(context).collection.update([name])


@when('the document "{name}" is updated {count:d} times in a row')
def document_is_updated_often(context: Context, name: str, count: int) -> None:
    chroma_ha(context).collection.update_often(name, count)


@when('the documents "{first}" and "{second}" are upserted')
def documents_are_upserted(context: Context, first: str, second: str) -> None:
    chroma_ha(context).collection.upsert([first, second])


@when('the document "{name}" is deleted')
def document_is_deleted(context: Context, name: str) -> None:
    chroma_ha(context).collection.delete([name])


@when("its second chunk is deleted")
def chunk_is_deleted(context: Context) -> None:
    chroma_ha(context).collection.delete(["chunk 2"])


@when('the documents about "{topic}" are deleted')
def documents_of_a_topic_are_deleted(context: Context, topic: str) -> None:
    chroma_ha(context).collection.delete_topic(topic)


@when('somebody writes "{name}" in a form that does not fit the collection')
def unfitting_document_is_written(context: Context, name: str) -> None:
    """Its embedding is shorter than those of all others."""
    chroma_ha(context).collection.try_to_add([name], dimensions=3)


@when("{count:d} documents are written to the collection as it is found by its name")
def documents_are_written_as_found(context: Context, count: int) -> None:
    """It is looked up anew for each of them, as programs do that have not made it."""
    chroma_ha(context).collection.add_as_found(count)


@then("the balancer and both servers hold exactly what was acknowledged")
def all_hold_what_was_acknowledged(context: Context) -> None:
    """Checks texts, metadata and embeddings."""
    scenario = chroma_ha(context)
    scenario.replication.expect_complete(scenario.collection)


@then("the documents changed exactly like this")
def collection_changed(context: Context) -> None:
    """Checks the balancer and both servers; what the table leaves out must not have changed."""
    scenario = chroma_ha(context)
    changes = dict(zip(column(context, "document"), column(context, "change"), strict=True))
    scenario.replication.expect_changes(scenario.collection, changes)


@then("it is refused")
def it_is_refused(context: Context) -> None:
    assert chroma_ha(context).collection.refusals, Cause.ACCEPTED("It was acknowledged")


@then("each of them is acknowledged")
def each_is_acknowledged(context: Context) -> None:
    refusals = chroma_ha(context).collection.refusals
    assert not refusals, Cause.REFUSED(
        f"{len(refusals)} were refused, the first one so: {refusals[0]}"
    )
