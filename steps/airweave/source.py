"""Sentences about a source: what is in it, and what people do to it."""

from behave import given, when

from support.airweave import airweave
from support.core.content import BINARY, EMPTY, LANGUAGES, ONE_SENTENCE, SEVERAL_CHUNKS, Style
from support.run.world import Context, column


@given("{source:Source} with test {documents:Noun}s")
def source_with_test_documents(context: Context, source: str, documents: str) -> None:
    """Create a few documents."""
    airweave(context).open(source)
    airweave(context).create(airweave(context).bongo.test_documents)


@given("{source:Source} with these {documents:Noun}s")
def source_with_these_documents(context: Context, source: str, documents: str) -> None:
    """Create the documents of the table."""
    airweave(context).open(source)
    airweave(context).create(column(context))


@given("{source:Source} with {count:d} {documents:Noun}s")
def source_with_many_documents(context: Context, source: str, count: int, documents: str) -> None:
    """Create many short documents."""
    airweave(context).open(source)
    airweave(context).create(map("number-{:05}.md".format, range(count)), ONE_SENTENCE)


@given("{source:Source} that Airweave has synced")
def synced_source(context: Context, source: str) -> None:
    """Create the documents of the table, or a few, and sync them."""
    airweave(context).open(source)
    paths = column(context) if context.table else airweave(context).bongo.test_documents
    airweave(context).create(paths)
    airweave(context).mirror.sync()
    airweave(context).mirror.expect_everything()


@given('a GitHub repo with a long file "{path}"')
def repo_with_a_long_file(context: Context, path: str) -> None:
    """Create a file that Airweave stores in several chunks, beside the test files."""
    source_with_test_documents(context, "a GitHub repo", "file")
    airweave(context).create([path], SEVERAL_CHUNKS)


@given('a GitHub repo with a file "{path}" in {language}')
def repo_with_a_file_in(context: Context, path: str, language: str) -> None:
    """Create a file whose words are of that language, beside the test files."""
    source_with_test_documents(context, "a GitHub repo", "file")
    airweave(context).create([path], Style(locale=LANGUAGES[language]))


@given('an empty file "{path}" and a binary file "{other}"')
def empty_and_binary_file(context: Context, path: str, other: str) -> None:
    """Create two files that hold no words."""
    airweave(context).create([path], EMPTY)
    airweave(context).create([other], BINARY)


@given("another branch of it with these files")
def another_branch(context: Context) -> None:
    """Create the files of the table on another branch, with words of their own."""
    airweave(context).create(column(context), bongo=airweave(context).other_bongo)


@when('"{path}" is added')
def document_is_added(context: Context, path: str) -> None:
    """Create one document."""
    airweave(context).create([path])


@when('"{path}" is edited')
def document_is_edited(context: Context, path: str) -> None:
    """Give one document new words; the old ones go."""
    airweave(context).update([path])


@when('"{path}" is deleted')
def document_is_deleted(context: Context, path: str) -> None:
    """Delete one document."""
    airweave(context).delete([path])


@when("these {documents:Noun}s are deleted")
def documents_are_deleted(context: Context, documents: str) -> None:
    """Delete the documents of the table."""
    airweave(context).delete(column(context))


@when('"{path}" is renamed to "{new_path}"')
def document_is_renamed(context: Context, path: str, new_path: str) -> None:
    """Move one document; its words stay."""
    airweave(context).rename(path, new_path)


@when('"{path}" is moved to the trash')
def document_is_trashed(context: Context, path: str) -> None:
    """Trash one document, in a source that has a trash."""
    airweave(context).bongo.trash(path)


@when('"{path}" is archived')
def document_is_archived(context: Context, path: str) -> None:
    """Put one document away, in a source that has an archive."""
    airweave(context).bongo.archive(path)
