"""Judges what ReplantWorld tells of a migration: its figures, and what went wrong."""

import math
import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from support.core.causes import Cause, together
from support.core.errors import Failure
from support.replantworld.client.reports import Figures, Report, Stages

_ROUNDED = 0.1
_ADDRESS = re.compile(r"sei1[a-z0-9]+")


class Telling:
    """Judges reports, and changes nothing."""

    def expect_stages(self, report: Report, count: int) -> None:
        """Expect all stages to tell of so many NFTs, and of no failure.

        Raises:
            Failure: one of them tells otherwise.
        """
        _raise(report, [*figure_faults(report.figures, count), *fit_faults(report)])

    def expect_addresses(self, report: Report, addresses: Collection[str]) -> None:
        """Expect a report to tell of NFTs at just these addresses, if it tells of any.

        Raises:
            Failure: it tells of others.
        """
        told = report.figures.stage_results.addresses
        if told and (wrong := set(told) ^ set(addresses)):
            said = f"What is minted at {min(wrong)} is not the same for the answer and for others"
            raise Failure(Cause.MISREPORTED(said))

    def expect_none_failed(self, report: Report) -> None:
        """Expect a report to tell of no failure, and its figures to fit together.

        Raises:
            Failure: it tells of one, though all have arrived.
        """
        figures = report.figures
        failures = max(figures.failed_nfts, figures.stage_results.failures)
        found: list[str] = []
        if failures or not report.is_success:
            found.append(
                Cause.MISREPORTED(
                    f"All have arrived, and ReplantWorld tells of {failures} failures"
                )
            )
        found += fit_faults(report)
        _raise(report, found)

    def expect_failures(self, report: Report, count: int) -> None:
        """Expect a report to tell that so many NFTs failed, and not to call that a success.

        Raises:
            Failure: it does not.
        """
        figures = report.figures
        found: list[str] = []
        if figures.stage_results.failures != count:
            found.append(
                Cause.MISREPORTED(
                    f"{count} could not be migrated, and the stages tell of"
                    f" {figures.stage_results.failures}"
                )
            )
        if report.is_success and figures.failed_nfts != count:
            found.append(
                Cause.MISREPORTED(
                    f"It says that all went well, with {figures.failed_nfts} failures"
                )
            )
        found += fit_faults(report)
        _raise(report, found)

    def expect_unknown(self, report: Report, address: str) -> None:
        """Expect a report to tell that there is no collection at an address.

        Raises:
            Failure: it says that all went well, broke down, or does not name the address.
        """
        found = list(_success_faults(report))
        if address not in report.reason:
            found.append(Cause.MISREPORTED(f"It does not name {address}"))
        _raise(report, found)

    def expect_away(self, report: Report, chain: str) -> None:
        """Expect a report to tell that a chain gave no answer.

        Raises:
            Failure: it says that all went well, or does not name the chain.
        """
        found = list(_success_faults(report))
        # The address of a collection begins with the name of its chain.
        if chain.lower() not in _ADDRESS.sub("", report.reason).lower():
            found.append(Cause.MISREPORTED(f"It does not name {chain}"))
        _raise(report, found)


def figure_faults(figures: Figures, count: int) -> Iterator[str]:
    """Yield where figures are not those of so many NFTs that all arrived, a sentence each."""
    stages = figures.stage_results
    told = {
        **{what: number for what, (number, _) in stages.passed.items()},
        "brought to the database": stages.database_save.processed_count,
        "counted as all": figures.total_nfts,
        "counted as processed": figures.processed_nfts,
        "counted as successful": figures.successful_nfts,
    }
    for what, number in told.items():
        if number != count:
            yield Cause.MISCOUNTED(f"{count} NFTs were migrated, and {number} are {what}")
    if stages.failures or figures.failed_nfts:
        yield Cause.MISCOUNTED(
            f"{stages.failures} failures are told of, and {figures.failed_nfts} in all"
        )
    if figures.success_rate != (100 if count else 0):
        yield Cause.MISCOUNTED(f"All arrived, and {figures.success_rate} % are told of")


def fit_faults(report: Report) -> Iterator[str]:
    """Yield where the figures of a migration do not fit each other, a sentence each."""
    figures = report.figures
    processed, successful = figures.processed_nfts, figures.successful_nfts
    if processed != successful + figures.failed_nfts or processed > figures.total_nfts:
        yield Cause.MISCOUNTED(
            f"{processed} of {figures.total_nfts} NFTs are processed, {successful}"
            f" successful and {figures.failed_nfts} failed"
        )
    rate = 100 * successful / processed if processed else 0
    if not math.isclose(figures.success_rate, rate, abs_tol=_ROUNDED):
        said = f"{successful} of {processed} arrived, and {figures.success_rate:g} % are told of"
        yield Cause.MISCOUNTED(said)
    if figures.duration > report.seconds:
        said = f"It took {report.seconds:.2f} s, and {figures.duration:g} s are told of"
        yield Cause.MISREPORTED(said)
    yield from _stage_faults(figures.stage_results)


def _stage_faults(stages: Stages) -> Iterator[str]:
    """Yield where a stage tells of more NFTs than the one before, or not of each of its own."""
    for (before, (most, _)), (what, (number, _)) in pairwise(stages.passed.items()):
        if number > most:
            yield Cause.MISCOUNTED(f"{most} NFTs are {before}, and {number} {what}")
    for what, (number, listed) in stages.passed.items():
        if listed is not None and len(listed) != number:
            yield Cause.MISCOUNTED(f"{number} NFTs are {what}, and {len(listed)} are named")


def _success_faults(report: Report) -> Iterator[str]:
    if report.is_success:
        yield Cause.MISREPORTED("It says that all went well")


def _raise(report: Report, found: list[str]) -> None:
    if found:
        raise Failure(together([*found, str(report)]))
