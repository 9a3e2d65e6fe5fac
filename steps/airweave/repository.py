"""Sentences about the GitHub repo: what is in it, and what people do to it."""

from behave import given, when

from support.content import BINARY, EMPTY, LANGUAGES, SEVERAL_CHUNKS, Style
from support.world import TEST_FILES, Context, column


@given("a GitHub repo with test files")
def repo_with_test_files(context: Context) -> None:
    """Create a markdown, a Python and a JSON file."""
    context.world.create(context.world.repo, TEST_FILES)


@given("a GitHub repo with these files")
def repo_with_these_files(context: Context) -> None:
    """Create the files of the table."""
    context.world.create(context.world.repo, column(context, "file"))


@given("a GitHub repo that Airweave has synced")
def synced_repo(context: Context) -> None:
    """Create the files of the table, or the test files, and sync them."""
    paths = column(context, "file") if context.table else TEST_FILES
    context.world.create(context.world.repo, paths)
    context.world.mirror.sync()
    context.world.mirror.expect_everything()


@given('a GitHub repo with a long file "{path}"')
def repo_with_a_long_file(context: Context, path: str) -> None:
    """Create a file that Airweave stores in several chunks, beside the test files."""
    context.world.create(context.world.repo, TEST_FILES)
    context.world.create(context.world.repo, [path], SEVERAL_CHUNKS)


@given('a GitHub repo with a file "{path}" in {language}')
def repo_with_a_file_in(context: Context, path: str, language: str) -> None:
    """Create a file whose words are of that language, beside the test files."""
    context.world.create(context.world.repo, TEST_FILES)
    context.world.create(context.world.repo, [path], Style(locale=LANGUAGES[language]))


@given('an empty file "{path}" and a binary file "{other}"')
def empty_and_binary_file(context: Context, path: str, other: str) -> None:
    """Create two files that hold no words."""
    context.world.create(context.world.repo, [path], EMPTY)
    context.world.create(context.world.repo, [other], BINARY)


@given("another branch of it with these files")
def another_branch(context: Context) -> None:
    """Create the files of the table on another branch, with words of their own."""
    context.world.create(context.world.other_repo, column(context, "file"))


@when('"{path}" is added')
def file_is_added(context: Context, path: str) -> None:
    """Create one file."""
    context.world.create(context.world.repo, [path])


@when('"{path}" is edited')
def file_is_edited(context: Context, path: str) -> None:
    """Give one file new words; the old ones go."""
    context.world.update([path])


@when('"{path}" is deleted')
def file_is_deleted(context: Context, path: str) -> None:
    """Delete one file."""
    context.world.delete([path])


@when("these files are deleted")
def files_are_deleted(context: Context) -> None:
    """Delete the files of the table."""
    context.world.delete(column(context, "file"))


@when('"{path}" is renamed to "{new_path}"')
def file_is_renamed(context: Context, path: str, new_path: str) -> None:
    """Move one file; its words stay."""
    context.world.rename(path, new_path)
