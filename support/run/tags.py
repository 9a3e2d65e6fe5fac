"""The tags that features may carry: a closed list, so that a typo is no tag."""

from behave.model import Scenario

from support.core.causes import Cause
from support.core.errors import Failure
from support.run.known_bugs import PREFIX
from support.run.plugin import Plugin
from support.run.registry import plugins
from support.run.session import Session

# Its scenario changes what all others rely on, or measures them: no other may run meanwhile.
ISOLATED = "isolated"

# Its scenario exists for a law alone; all others are judged by the laws, too.
LAW = "law"

# Its scenario tells a whole life: there may be a When after a Then.
JOURNEY = "journey"


def known_tags() -> set[str]:
    """Return every tag that a feature may carry."""
    return {ISOLATED, LAW, JOURNEY}.union(*map(_tags_of, plugins()))


def unmet_need(scenario: Scenario, session: Session) -> str | None:
    """Return why a scenario cannot run, or None if it can.

    Raises:
        Failure: it cannot run for want of a setting, but one of its tags is required.
    """
    unmet = session.unmet(frozenset(scenario.effective_tags))
    if unmet is None:
        return None
    required = session.settings.required_tags.intersection(scenario.effective_tags)
    if unmet.demandable and required:
        raise Failure(
            Cause.SETTINGS(f"{unmet.reason}, and REQUIRE names {', '.join(sorted(required))}")
        )
    return unmet.reason


def _tags_of(plugin: Plugin) -> set[str]:
    bugs = {f"{PREFIX}{bug}" for bug in plugin.known_bugs}
    return {plugin.tag, *plugin.tags, *plugin.needs, *plugin.abilities, *bugs}
