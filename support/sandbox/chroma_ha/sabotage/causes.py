"""Which cause each defect of Chroma HA has, judged by the harm that it does."""

from support.core.causes import Cause

CAUSES = {
    Cause.LEAKED: "password-told password-shown",
    Cause.LOST: """
        all-silent-with-one never-replicated acknowledged-before-it-is-logged
        metadata-not-replicated upserts-not-replicated deletions-widened
        empty-collections-not-made only-the-first-thousand outages-forgotten
        recovered-without-documents log-dropped-at-start tables-missing measured-once
        recommended-too-late shortages-never-told relief-never-told empty-batches
        acknowledged-without-a-log never-told recovery-never-told tasks-forgotten
        tasks-of-the-dead-kept tasks-never-cut heartbeats-of-yesterday only-the-nearest
        held-up-by-one-write pages-of-each-server counted-by-one-server-only
        """,
    Cause.STALE: """
        one-heartbeat-a-life heartbeats-of-the-dead updates-not-replicated
        metadata-alone-not-replicated deletions-not-replicated deleted-collections-kept
        dead-workers-active workers-only-add deletions-forgotten-in-outages
        replayed-in-the-wrong-order
        """,
    Cause.DUPLICATED: """
        told-without-limit shortages-told-again two-workers-on-one-task tasks-cut-twice
        """,
    Cause.INVENTED: """
        refused-writes-replayed recommended-too-early limits-ignored query-strings-dropped
        conditions-ignored words-ignored names-ignored conditions-of-searches-ignored
        """,
    Cause.ALTERED: """
        embeddings-mixed-up embeddings-rounded long-documents-cut other-letters-lost
        notes-replaced truths-become-numbers large-numbers-rounded signs-lost
        words-of-others-brought
        """,
    Cause.MISRANKED: "distances-turned-around order-of-neighbours-lost",
    Cause.REFUSED: "every-start-refused third-user-turned-away",
    Cause.ACCEPTED: """
        refusals-hidden nobodys-writes-acknowledged wrong-settings-taken
        unknown-strategies-taken
        """,
    Cause.MISREPORTED: """
        heartbeats-of-tomorrow silence-since-it-was-noted wrong-settings-unnamed
        measured-as-nothing recommended-without-reason shortages-told-without-figures
        distances-invented listed-as-another-one status-frozen servers-never-back
        failed-writes-hidden strategy-ignored written-to-the-replica identities-mixed-up
        """,
    Cause.MISCOUNTED: """
        away-counted-in-health batches-as-ever healthy-servers-miscounted waiting-writes-hidden
        arrived-writes-still-counted requests-invented
        """,
    Cause.UNAVAILABLE: "readers-turned-away empty-deletions-refused",
}
