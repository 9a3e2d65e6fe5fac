"""Bugs that DataWeaver is known to have, by the id that scenarios carry as `@bug_<id>`."""

from support.run.plugin import KnownBug

KNOWN_BUGS: dict[str, KnownBug] = {}
