"""What callers were promised about one exception, besides its way through the stages."""

from dataclasses import replace

from support.core.errors import Failure
from support.core.waiting import WaitedInVain, eventually
from support.sentinai.client.packs import PAYMENT, TOOL, Playbook
from support.sentinai.tenant import Desk


def expect_brought(desk: Desk) -> None:
    """Expect everything to go through under the names that were brought along."""
    named = {exception.get("exceptionId") for exception in desk.posted}
    if named != set(desk.courses):
        raise Failure(f"Posted as {named}, but known as {sorted(desk.courses)}")
    desk.expect()


def expect_status(desk: Desk, exception: str, status: str) -> None:
    """Wait until an exception is known under this name and has this status."""
    try:
        eventually(
            lambda: desk.client.exception(exception),
            until=lambda found: found.resolution_status == status,
            budget=desk.budget,
            waiting_for=f"exception {exception} to be {status}",
        )
    except WaitedInVain as vain:
        raise Failure(str(vain)) from None


def expect_described(desk: Desk, exception: str, source: str) -> None:
    """Expect that the status tells where an exception came from, and of which kind it is."""
    seen = desk.client.exception(exception)
    if (seen.source_system, seen.exception_type) != (source, PAYMENT):
        raise Failure(f"Posted was a {PAYMENT} from {source}; the status says {seen}")


def expect_told_from_the_beginning(desk: Desk) -> None:
    """Expect the timelines to tell everything, oldest first."""
    for exception, course in desk.courses.items():
        told = [event.type for event in desk.client.timeline(exception)]
        if [told[:1], told[-1:]] != [list(course.events[:1]), list(course.events[-1:])]:
            raise Failure(f"Expected {', '.join(course.events)}; the timeline tells {told}")


def told(desk: Desk) -> list[str]:
    """Return what the tools were told, call by call."""
    return [str(call.body.get("task")) for call in desk.calls()]


def called_tools(desk: Desk) -> list[str]:
    """Return the names of the tools that were called."""
    return sorted(tool for tool in desk.tools if desk.calls(tool))


def call_by_hand(desk: Desk) -> None:
    """Have the tool called for nobody's exception."""
    desk.client.execute_tool(desk.tools[TOOL], {"task": "by hand"})


def start_again(desk: Desk, exception: str) -> None:
    """Have an exception worked on again; from now on, expect everything twice."""
    desk.client.reprocess(exception)
    course = desk.courses[exception]
    desk.courses[exception] = replace(
        course, events=2 * course.events, executions=2 * course.executions
    )


def expect_nothing(desk: Desk, neighbour: Desk) -> None:
    """Expect that nothing was kept of what a tenant posted, and that nothing was said.

    That is believed once an exception of a neighbour, posted after it, has passed every stage.
    """
    neighbour.set_up(Playbook())
    neighbour.post_some(1)
    neighbour.expect()
    said = [event.type for event in desk.events()]
    stored = desk.system.store.exceptions(desk.name) if desk.system.store else []
    desk.system.admin.activate(desk.name)  # nobody may look who is suspended
    listed = desk.client.exceptions()
    if said or stored or listed:
        raise Failure(
            f"Refused, and yet there are events {said}, stored exceptions {stored}"
            f" and listed ones {listed}"
        )
