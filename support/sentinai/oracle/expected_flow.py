"""How an exception goes that all is well with, and one that something befalls."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from support.sentinai.client.events import DEAD_LETTER, RETRY, chain_of, chain_with

TOOL_RETRIES = 3  # SentinAI's policy for a tool, after the first attempt

# What came of a failing tool may be told as a completion or not; only the dead letter is promised.
_TOLD_OR_NOT = frozenset({"ToolExecutionCompleted", "FeedbackCaptured"})


@dataclass(frozen=True)
class ExpectedFlow:
    """How an exception should go.

    Attributes:
        events: of its chain, each of which must come exactly so often, after its cause.
        executions: how many times a tool must work for it.
        retries: how many retries must be announced.
        dead_letters: how many dead letters must be announced.
        failures: how many calls of a tool must fail.
        repeated_calls: whether a tool may be called again with the same execution.
        free: events of which nothing is promised.
    """

    events: tuple[str, ...]
    executions: int
    retries: int = 0
    dead_letters: int = 0
    failures: int = 0
    repeated_calls: bool = False
    free: frozenset[str] = frozenset()

    @property
    def calls(self) -> int:
        """How many times a tool must be called for it."""
        return self.executions + self.failures

    def counts(self) -> Counter[str]:
        """Return how often each kind of event must come."""
        announced = Counter({RETRY: self.retries, DEAD_LETTER: self.dead_letters})
        return Counter(self.events) + announced


def of_stages(stages: Sequence[str]) -> ExpectedFlow:
    """Return how an exception goes that passes these stages and no others."""
    return ExpectedFlow(chain_of(stages), stages.count("tool"))


def of_steps(steps: int, times: int = 1) -> ExpectedFlow:
    """Return how an exception goes that passes every stage, so many times.

    Args:
        steps: how many its playbook has.
        times: how often it is processed.
    """
    return ExpectedFlow(times * chain_with(steps), times * steps)


def recovering(failures: int) -> ExpectedFlow:
    """Return how an exception goes whose tool works after so many failures."""
    return replace(of_steps(1), retries=failures, failures=failures)


def dead_lettered(times: int = 1) -> ExpectedFlow:
    """Return how an exception goes whose tool never works, so many times."""
    return ExpectedFlow(
        chain_with(1)[: -len(_TOLD_OR_NOT)],
        executions=0,
        retries=times * TOOL_RETRIES,
        dead_letters=times,
        failures=times * (1 + TOOL_RETRIES),
        free=_TOLD_OR_NOT,
    )


def revived() -> ExpectedFlow:
    """Return how an exception goes whose dead letter was retried when the tool worked again."""
    return replace(dead_lettered(), events=chain_with(1), executions=1, free=frozenset())


def untouched() -> ExpectedFlow:
    """Return how an exception goes that was refused: nobody knows it, and nothing is done."""
    return ExpectedFlow((), 0)
