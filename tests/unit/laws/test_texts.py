"""The law of texts names what differs, and tells what is wrong for good from what may yet come."""

import pytest

from support.laws.texts import Difference, broken_texts

TRUE = {"one.md": "The first text.\nIt has two lines.\n", "two.md": "The second text.\n"}
SHOWN = {name: [text] for name, text in TRUE.items()}


def test_texts_that_are_there_once_and_to_their_last_character_break_nothing() -> None:
    headed = {name: [f"# {name}\n\n{text}\n"] for name, text in TRUE.items()}
    assert broken_texts(TRUE, SHOWN) == broken_texts(TRUE, headed) == []


@pytest.mark.parametrize(
    ("shown", "said", "is_final"),
    [
        ({"one.md": []}, "1 of 2 are not there: 'one.md'", False),
        ({"one.md": [TRUE["one.md"]] * 2}, "1 of 2 are there more than once: 'one.md'", True),
        ({"x.md": ["x"]}, "1 of 3 are there, but should not be: 'x.md'", True),
        ({"one.md": ["The first text.\n"]}, "one.md is shown with 16 characters", False),
        ({"one.md": ["The first test.\n"]}, "one.md is not the same from character 12", True),
    ],
)
def test_a_difference_is_named_and_is_final_if_nothing_can_mend_it(
    shown: dict[str, list[str]], said: str, is_final: bool
) -> None:
    (found,) = broken_texts(TRUE, SHOWN | shown)
    assert found == Difference(found.text, is_final)
    assert found.text.startswith(said)


def test_a_text_in_whose_middle_a_part_is_missing_may_yet_be_the_same() -> None:
    (found,) = broken_texts(TRUE, SHOWN | {"one.md": ["The text.\n"]}, {"one.md"})
    assert not found.is_final


def test_of_very_many_texts_that_differ_a_few_are_named() -> None:
    true = {f"{number}.md": "The text." for number in range(100)}
    *named, rest = broken_texts(true, {name: ["The test."] for name in true})
    assert [fault.text.split()[0] for fault in named] == [f"{number}.md" for number in range(12)]
    assert rest == Difference("and 88 more are not the same", is_final=True)
