"""Writes the skeleton of a system under test: a folder at each level, and its name in the registry.

It is a tiny system, which keeps what is put into it, and has all that a system has here: settings,
client, observer, oracle, a promise with its sentences, a sandbox, a defect, and tests. It is green
at once.
"""

from support.core.command_line import Parser
from support.scaffold import skeleton

REGISTRY = skeleton.ROOT / "support/run/registry.py"


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code.

    Raises:
        SetupError: the name is of no use or taken.
    """
    parser = Parser("new-system", __doc__)
    parser.add_argument("name", metavar="NAME", help="of its tag and its folders: key_value")
    parser.add_argument("--title", help='what people call it, such as "Key value"')
    options = parser.parse_args(arguments)
    words = skeleton.words_of(options.name, options.title)
    written = skeleton.write("system", words)
    skeleton.append(REGISTRY, "SYSTEMS", f'"{options.name}"')
    skeleton.finish([*written, REGISTRY])
    skeleton.tell(written, [REGISTRY], options.name, "docs/adding-a-system.md")
    return 0
