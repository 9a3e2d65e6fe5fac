"""The systems that the suite knows, by the tag of their features. Whoever adds one adds its name.

Nothing else outside a system's own folders knows one by name.
"""

from collections.abc import Iterable
from importlib import import_module

from behave import register_type
from parse import with_pattern

from support.core.errors import SetupError
from support.core.loading import load
from support.run.plugin import Plugin

SYSTEMS = ("airweave", "sentinai", "chroma_ha", "dataweaver", "replantworld")


def plugin_of(tag: str) -> Plugin:
    """Return what the system's `plugin.py` says; the system itself is not loaded by that.

    Raises:
        SetupError: it says nothing of use.
    """
    named_by = f"support/run/registry.py names {tag}"
    plugin = load(f"support.{tag}.plugin:PLUGIN", named_by)
    if not hasattr(import_module(f"support.{tag}"), tag):
        raise SetupError(f"{named_by}, but support/{tag}/__init__.py has no {tag} for its steps")
    if not isinstance(plugin, Plugin) or plugin.tag != tag:
        raise SetupError(f"PLUGIN in support/{tag}/plugin.py is no Plugin with the tag {tag!r}")
    return plugin


def plugins(tags: Iterable[str] = SYSTEMS) -> list[Plugin]:
    """Return the plugins of those systems that are among `tags`, in the order of the registry."""
    wanted = frozenset(tags)
    return [plugin_of(system) for system in SYSTEMS if system in wanted]


def modules_of(tags: Iterable[str]) -> list[str]:
    """Return the modules that a run imports which has selected these tags."""
    wanted = frozenset(tags)
    return [module for plugin in plugins(wanted) for module in plugin.modules(wanted)]


def register_parameter_types() -> None:
    """Let sentences use the parameter types of all systems; call it before they are read."""
    for plugin in plugins():
        for name, pattern in plugin.parameter_types.items():
            register_type(**{name: with_pattern(pattern)(lambda text: text)})
