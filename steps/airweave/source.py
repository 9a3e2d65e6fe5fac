"""Sentences about a source: what is in it, and what people do to it."""

from behave import given, when

from support.airweave import airweave
from support.bongos.abilities import (
    Archive,
    Backdating,
    Committing,
    Merging,
    Renaming,
    Rewriting,
    Trash,
)
from support.core.content import (
    BINARY,
    EMPTY,
    LANGUAGES,
    MORE_THAN_ONE_PIECE,
    ONE_SENTENCE,
    ONLY_A_TITLE,
    PLAIN,
    SEVERAL_CHUNKS,
    SEVERAL_CHUNKS_WITH_NEW_END,
    SEVERAL_PAGES,
    Style,
)
from support.run.world import Context, column


@given("{source:Source} with test {documents:Noun}s")
def source_with_test_documents(context: Context, source: str, documents: str) -> None:
    airweave(context).open(source).create_test_documents()


@given("{source:Source} with these {documents:Noun}s")
def source_with_these_documents(context: Context, source: str, documents: str) -> None:
    airweave(context).open(source).create(column(context))


@given("{source:Source} with these texts of several pages")
def source_with_these_texts(context: Context, source: str) -> None:
    airweave(context).open(source).create(column(context), SEVERAL_PAGES)


@given("{source:Source} with {count:d} {documents:Noun}s")
def source_with_many_documents(context: Context, source: str, count: int, documents: str) -> None:
    """Files are as people write them, all else is short."""
    names = map("number-{:05}.md".format, range(count))
    airweave(context).open(source).create(names, PLAIN if documents == "file" else ONE_SENTENCE)


@given("{source:Source} that Airweave has synced")
def synced_source(context: Context, source: str) -> None:
    """The documents of the table, or test documents, are in the source and in the collection."""
    bongo = airweave(context).open(source)
    bongo.create(column(context) if context.table else bongo.test_documents)
    airweave(context).collection.sync()
    airweave(context).contents.expect_everything()


@given('a GitHub repo with a long file "{path}"')
def repo_with_a_long_file(context: Context, path: str) -> None:
    """The file is stored in several chunks; beside it are the test files."""
    source_with_test_documents(context, "a GitHub repo", "file")
    airweave(context).source.create([path], SEVERAL_CHUNKS)


@given('a GitHub repo with a file "{path}" in {language}')
def repo_with_a_file_in(context: Context, path: str, language: str) -> None:
    """Beside it are the test files."""
    source_with_test_documents(context, "a GitHub repo", "file")
    airweave(context).source.create([path], Style(locale=LANGUAGES[language]))


@given('an empty file "{path}" and a binary file "{other}"')
def empty_and_binary_file(context: Context, path: str, other: str) -> None:
    airweave(context).source.create([path], EMPTY)
    airweave(context).source.create([other], BINARY)


@given("another branch of it with these files")
def another_branch(context: Context) -> None:
    """They have words of their own."""
    airweave(context).other_source.create(column(context))


@given("{count:d} more branches of it with a file of their own")
def more_branches(context: Context, count: int) -> None:
    airweave(context).gather(count)


@when('"{path}" is added')
def document_is_added(context: Context, path: str) -> None:
    airweave(context).source.create([path])


@when('"{path}" is added with nothing but a title')
def title_is_added(context: Context, path: str) -> None:
    airweave(context).source.create([path], ONLY_A_TITLE)


@when('a long {document:Noun} "{path}" is added')
def long_document_is_added(context: Context, document: str, path: str) -> None:
    """It has several thousand characters."""
    airweave(context).source.create([path], MORE_THAN_ONE_PIECE)


@when('"{path}" is added by a commit of long ago')
def document_is_added_backdated(context: Context, path: str) -> None:
    """As by somebody who worked offline, and pushes now."""
    airweave(context).source.having(Backdating).create_backdated(path)


@when('"{path}" is added by a merge')
def document_is_added_by_merge(context: Context, path: str) -> None:
    """As what was written long ago beside the branch, and is taken into it now."""
    airweave(context).source.having(Merging).create_by_merge(path)


@when("{count:d} files are added by a single commit")
def many_files_are_added(context: Context, count: int) -> None:
    names = map("archive/number-{:05}.md".format, range(count))
    airweave(context).source.having(Committing).create_at_once([*names])


@when('the commit of "{path}" is taken back')
def commit_is_taken_back(context: Context, path: str) -> None:
    """The newest one, by a push that rewrites the history."""
    airweave(context).source.having(Rewriting).take_back(path)


@when('"{path}" is edited')
def document_is_edited(context: Context, path: str) -> None:
    """It gets new words, and the old ones go."""
    airweave(context).source.update([path])


@when('"{path}" gets its first words back')
def document_is_given_back(context: Context, path: str) -> None:
    """Those that were written since go."""
    airweave(context).source.give_back(path)


@when('the last words of "{path}" are edited')
def end_is_edited(context: Context, path: str) -> None:
    """All other words of the long file stay."""
    airweave(context).source.update([path], SEVERAL_CHUNKS_WITH_NEW_END)


@when('"{path}" is deleted')
def document_is_deleted(context: Context, path: str) -> None:
    airweave(context).source.delete([path])


@when("these {documents:Noun}s are deleted")
def documents_are_deleted(context: Context, documents: str) -> None:
    airweave(context).source.delete(column(context))


@when('"{path}" is renamed to "{new_path}"')
def document_is_renamed(context: Context, path: str, new_path: str) -> None:
    airweave(context).source.rename(path, new_path)


@when('"{path}" is renamed to "{new_path}" in a single commit')
def document_is_renamed_at_once(context: Context, path: str, new_path: str) -> None:
    airweave(context).source.having(Renaming).rename_at_once(path, new_path)


@when('"{path}" is emptied')
def document_is_emptied(context: Context, path: str) -> None:
    """It stays where it is and says nothing any more."""
    airweave(context).source.update([path], EMPTY)


@when('"{path}" is moved to the trash')
def document_is_trashed(context: Context, path: str) -> None:
    airweave(context).source.having(Trash).trash(path)


@when('"{path}" is archived')
def document_is_archived(context: Context, path: str) -> None:
    airweave(context).source.having(Archive).archive(path)
