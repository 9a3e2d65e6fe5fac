"""A mistake in the arguments of a verb is one line, which tells what may have been meant."""

import pytest

from support.core.command_line import Parser, one_of, unknown

SYSTEMS = ("airweave", "sentinai")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("airwave", "there is no system 'airwave'; did you mean airweave?"),
        ("zzz", "there is no system 'zzz'; there are airweave, sentinai"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_or_with_all(name: str, hint: str) -> None:
    assert unknown("system", name, SYSTEMS) == hint


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["airwave"], "argument SYSTEM: there is no system 'airwave'; did you mean airweave?"),
        ([], "the following arguments are required: SYSTEM"),
        (["airweave", "--lgs=x"], "unrecognized arguments: --lgs=x"),
        (["airweave", "--log=x"], "unrecognized arguments: --log=x"),  # no abbreviation of --logs
    ],
)
def test_a_mistake_is_one_line_with_exit_code_2(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = Parser("sandbox", "Runs a system.")
    parser.add_argument("system", type=one_of(SYSTEMS, "system"), metavar="SYSTEM")
    parser.add_argument("--logs")
    with pytest.raises(SystemExit) as end:
        parser.parse_args(arguments)
    assert end.value.code == 2
    said = capsys.readouterr()
    assert said.err == f"python -m support sandbox: {complaint} (--help tells more)\n"
    assert not said.out
