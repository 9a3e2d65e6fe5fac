"""The way of a tenant's exceptions: whether they went as a sentence says that they should."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import allure

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.core.looking import look_until_right
from support.sentinai.laws.in_every_look import broken_laws, disagreements
from support.sentinai.markers import ASSESSING, LAST, pass_markers
from support.sentinai.observers.tenant import Observation
from support.sentinai.oracle import expected_flow
from support.sentinai.oracle.chain_table import chain_table
from support.sentinai.oracle.expectation import Expectation
from support.sentinai.oracle.expected_flow import ExpectedFlow
from support.sentinai.oracle.quiet import wait_until_quiet
from support.sentinai.tenant import Tenant

Flows = Mapping[str, ExpectedFlow]
T = TypeVar("T")

_MOST_COMPARED = 4


class Flow:
    """Looks at Kafka, the database, the timelines and the tool, until all agree.

    Args:
        tenant: whose exceptions they are.
    """

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def expect_stages(self, stages: Sequence[str]) -> None:
        """Expect that what was submitted passes these stages, in this order, and no others."""
        self.judge(self._all(expected_flow.of_stages(stages)))

    def expect_every_stage(self, times: int = 1, *, repeated_calls: bool = False) -> None:
        """Expect that what was submitted passes every stage, so often, in order.

        Args:
            times: how often it is processed.
            repeated_calls: whether a tool may be called again with the same execution.
        """
        flow = replace(self._through(times), repeated_calls=repeated_calls)
        self.judge(self._all(flow))

    def expect_brought_names(self) -> None:
        """Expect that what was submitted passes every stage under the names that it brought."""
        exceptions = self._tenant.exceptions
        brought = [submission.brought for submission in exceptions.submissions]
        if brought != exceptions.names:
            raise Failure(
                Cause.MISREPORTED(f"Submitted as {brought}, but accepted as {exceptions.names}")
            )
        self.expect_told_names()

    def expect_told_names(self) -> None:
        """Expect that what was submitted passes every stage under the names that were assigned.

        Whether all routes agree is left to the sentence about their status.
        """
        self.judge(self._all(self._through()), own_names=True)

    def expect_agreement(self) -> None:
        """Expect that all routes tell the same of what was submitted, under the names told."""
        self._expect_agreement(self._all(self._through()), {})

    def expect_accepted_only(self) -> None:
        """Expect that what was accepted passes every stage, and that nothing is known of others."""
        refused = [made.brought for made in self._tenant.exceptions.submissions if made.refusal]
        untouched = dict.fromkeys(refused, expected_flow.untouched())
        self.judge({**untouched, **self._all(self._through())})

    def expect_nothing_twice(self) -> None:
        """Expect that the one that was submitted passes every stage once, and stays at that."""
        if len(names := self._tenant.exceptions.names) > 1:
            raise Failure(
                Cause.DUPLICATED(
                    f"One exception was submitted, which is known as {' and as '.join(names)}"
                )
            )
        self.settle(self._all(self._through()))

    def expect_later_ones(self) -> None:
        """Expect that exceptions that are submitted from now on are processed."""
        self.settle()

    def expect_success_at_attempt(self, attempt: int) -> None:
        """Expect that the tool works at this attempt, and that every stage is passed."""
        self.judge(self._all(expected_flow.recovering(attempt - 1)))

    def expect_dead_lettered(self, times: int = 1) -> None:
        """Expect that all attempts are made, so many times, each time with a dead letter."""
        self.judge(self._all(expected_flow.dead_lettered(times)))

    def expect_dead_lettered_for_good(self) -> None:
        """Expect that all attempts are made, that a dead letter ends them, and nothing follows."""
        self.settle(self._all(expected_flow.dead_lettered()))

    def expect_first_dead_lettered(self) -> None:
        """Expect that what was submitted first is dead-lettered; all others pass every stage."""
        first = {self._tenant.exceptions.first: expected_flow.dead_lettered()}
        self.judge({**self._all(self._through()), **first})

    def expect_revived(self) -> None:
        """Expect that what was dead-lettered passes, once, the stages that it had missed."""
        self.judge(self._all(expected_flow.revived()))

    def judge(
        self,
        flows: Flows,
        *,
        timelines: bool = True,
        patience: float = 0,
        own_names: bool = False,
    ) -> Observation:
        """Look until exceptions have gone like this; return what was seen then.

        Args:
            flows: how they should go, by their names.
            timelines: whether to look at the timelines, too.
            patience: further seconds to wait.
            own_names: whether everything must tell of them under these names.

        Raises:
            Failure: with the verdict.
        """
        tenant, names = self._tenant, self._tenant.exceptions.names
        is_whole = bool(names) and flows.keys() >= set(names)
        expectation = Expectation(flows, is_whole=is_whole, own_names=own_names)

        def look() -> tuple[Observation, list[str]]:
            seen = tenant.observer.observe(flows, timelines=timelines)
            return seen, broken_laws(tenant, seen)

        with tenant.timings.phase("verify", entities=len(flows)):
            seen, _ = look_until_right(
                look,
                lambda looked: [*_told(looked, expectation.faults), *looked[1]],
                budget=tenant.budget + patience,
                waiting_for="the observers to see what was promised",
                details=lambda looked: _told(looked, expectation.tables),
                is_hopeless=lambda looked: bool(looked[1]) or expectation.is_hopeless(looked[0]),
            )
        if timelines and not own_names:
            self._expect_agreement(flows, seen.told_as)
        name, flow = next(iter(flows.items()))
        allure.attach(chain_table(name, flow.events, seen), "The chain, hop by hop")
        return seen

    def _expect_agreement(self, flows: Flows, told_as: Mapping[str, str]) -> None:
        """Expect that all routes and the store tell the same of exceptions: of some of many."""
        names = [name for name in self._tenant.exceptions.names if name in flows]
        shown = {name: told_as.get(name, name) for name in [*names[:_MOST_COMPARED], *names[-1:]]}
        look_until_right(
            lambda: disagreements(
                self._tenant,
                shown,
                is_executed=any(flow.executions for flow in flows.values()),
                is_dead_lettered=any(flow.dead_letters for flow in flows.values()),
            ),
            list,
            budget=self._tenant.lag,
            waiting_for="all routes to tell the same",
        )

    def settle(self, flows: Flows | None = None) -> None:
        """Let further exceptions pass until nothing late can hide behind them, and then be quiet.

        Within a partition Kafka keeps the order: what stood there before an exception that is
        triaged was taken in. Where nobody looks at Kafka, some exceptions must do. No playbook
        fits them: whether tools are called is not their subject.

        Args:
            flows: how others should go, before and after that; None if that is not asked.

        Raises:
            Failure: with the verdict; or some partition was met by none of many exceptions.
        """
        if flows is not None:
            self.judge(flows)
        tenant = self._tenant
        left = pass_markers(
            tenant,
            tenant.observer.partitions(),
            lambda markers: self._expect_passing(markers, flows or {}),
        )
        if left:
            raise Failure(
                Cause.SUITE(f"Nothing new came onto {left}, where something late may hide")
            )
        wait_until_quiet(tenant)
        if flows is not None:
            self.judge(flows)

    def _expect_passing(self, markers: Collection[str], flows: Flows) -> None:
        assessed = expected_flow.of_stages(ASSESSING)
        try:
            self.judge({**flows, **dict.fromkeys(markers, assessed)})
        except Failure as failure:
            said = together([self._blocked(markers), str(failure)])
            raise Failure(said, failure.cause) from None

    def _blocked(self, markers: Collection[str]) -> str:
        """Say on which partitions nothing gets through, if it does on others."""
        observer = self._tenant.observer
        all_used = observer.partitions_of(markers)
        passed = [event.exception for event in observer.events(markers) if event.type == LAST]
        free = observer.partitions_of(set(markers).intersection(passed))
        if not free or not all_used - free:
            return ""
        return Cause.LOST(
            f"On {', '.join(sorted(all_used - free))} nothing that comes later is processed;"
            f" on {', '.join(sorted(free))} it is"
        )

    def _all(self, flow: ExpectedFlow) -> dict[str, ExpectedFlow]:
        return dict.fromkeys(self._tenant.exceptions.names, flow)

    def _through(self, times: int = 1) -> ExpectedFlow:
        return expected_flow.of_steps(len(self._tenant.playbook.steps), times)


def _told(looked: tuple[Observation, Sequence[str]], tell: Callable[..., T]) -> T:
    """Have told what is wrong: where a law is broken nobody waits for the rest."""
    seen, broken = looked
    return tell(seen, is_early=bool(broken))
