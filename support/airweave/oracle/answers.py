"""What Airweave answers to what it was asked for: refusals, the end of jobs, connections shown."""

import re

from support.airweave.oracle.oracle import Oracle
from support.core.causes import Cause
from support.core.errors import Failure

# What a reason may say to name its subject; products word it differently.
_SUBJECTS = {
    "credentials": r"credential|token|unauthori[sz]ed|password|authentication",
    "repository": r"\brepo(sitory)?\b",
}
_ADDRESS = r"\S*/repos/\S*"


class AnswersOracle(Oracle):
    """Says whether Airweave told the truth, and no secret."""

    def expect_connection_refused(self, subject: str) -> None:
        """Expect that the connection was refused for a reason that names its subject."""
        reason = self._collection.refusal
        if reason is None:
            raise Failure(Cause.ACCEPTED("Airweave accepted the connection and synced"))
        if not _names(subject, reason):
            raise Failure(
                Cause.MISREPORTED(f"Airweave refuses without naming the {subject}: {reason}")
            )

    def expect_change_refused(self, subject: str) -> None:
        """Expect that a change of the connection was refused, and that the reason names this."""
        if self._collection.refusal is None:
            raise Failure(
                Cause.ACCEPTED(f"Airweave took over {subject} that the source does not know")
            )
        self.expect_connection_refused(subject)

    def expect_failure(self, subject: str) -> None:
        """Expect that the newest sync failed for a reason that names its subject."""
        job = self._collection.job
        if job.status != "failed":
            raise Failure(
                Cause.MISREPORTED(
                    f"The sync should have failed because of the {subject}, but: {job}"
                )
            )
        reason = job.error or ""
        if not _names(subject, reason):
            raise Failure(
                Cause.MISREPORTED(f"The sync failed without naming the {subject}: {reason}")
            )

    def expect_second_sync_refused(self) -> None:
        """Expect that a second sync was refused, because one was running."""
        reason = self._collection.refusal
        if reason is None:
            raise Failure(
                Cause.ACCEPTED("Airweave accepted a second sync while the first one was running")
            )
        if "already" not in reason:
            raise Failure(
                Cause.MISREPORTED(f"Airweave refuses a second sync for another reason: {reason}")
            )

    def expect_end(self, status: str) -> None:
        """Wait for the end of the newest sync, and expect it to be this one."""
        job = self._collection.wait_for_job()
        if job.status != status:
            is_broken = status == "completed"
            cause = self._collection.why_incomplete() if is_broken else Cause.MISREPORTED
            took = "" if job.seconds is None else f" after {job.seconds:.1f} s"
            raise Failure(
                cause(f"The sync should have ended as {status}, but ended otherwise: {job}{took}")
            )

    def expect_no_further_sync(self) -> None:
        """Expect that no sync begins by itself."""
        if begun := self._collection.watch_schedule():
            said = (
                f"There is no schedule any more, yet by themselves began syncs {', '.join(begun)}"
            )
            raise Failure(Cause.INVENTED(said))

    def expect_cancelled(self) -> None:
        """Expect the newest sync to end as cancelled, and never to go on after that."""
        self.expect_end("cancelled")
        states = self._collection.watch_job()
        if states != ["cancelled"]:
            raise Failure(
                Cause.MISREPORTED(
                    f"The sync ended as cancelled, and then went on: {' → '.join(states)}"
                )
            )

    def expect_secrets_hidden(self) -> None:
        """Expect no secret in what Airweave says, on any route that it describes."""
        if not self._connector.confidential:
            raise Failure(
                Cause.SUITE("There is nothing to look for: this connection has no secret")
            )
        if not self._airweave.read_everything(self._collection.connection):
            raise Failure("There is nothing to look at: Airweave describes no route that answers")
        if shown := self._airweave.secrets.shown:
            raise Failure(Cause.LEAKED("\n".join(["Airweave shows secrets:", *shown])))


def _names(subject: str, reason: str) -> bool:
    """Tell whether a reason names its subject; an address says what was asked, and no reason."""
    words = re.sub(_ADDRESS, "", reason.lower())
    return bool(re.search(_SUBJECTS.get(subject, subject), words))
