"""Which cause each defect of ReplantWorld has, judged by the harm that it does."""

from support.core.causes import Cause

CAUSES = {
    Cause.LEAKED: "inside-shown database-address-shown collections-mixed-up",
    Cause.LOST: """
        jobs-move-nothing last-batch-lost batch-stopped-by-one-nft nothing-kept traits-dropped
        last-traits-dropped origin-not-told descriptions-demanded saved-and-never-minted
        minted-and-not-saved first-page-only first-collection-only limit-remembered
        failures-never-tried-again lost-without-cache never-migrated-again
        stopped-by-one-collection stopped-by-one-nft rollback-takes-neighbours limit-shared
        measures-forgotten alerts-never-raised tests-forgotten pages-of-tests-with-gaps
        traits-of-one-name-lost no-retry stopped-by-one-unread breaker-never-closes
        everything-cleaned-up memory-never-told slow-queries-never-told saved-before-minted
        collections-mixed-up-in-cache stale-entries-served success-invented
        """,
    Cause.STALE: """
        rollback-forgets-the-chain rollback-leaves-the-last entries-kept-for-ever
        entries-kept-too-long tests-left-behind interrupted-rollback-never-finished
        watched-for-ever
        """,
    Cause.DUPLICATED: """
        minted-twice two-of-each-minted traits-doubled minted-twice-at-once alerts-repeated
        found-twice names-shared minted-again-after-a-kill
        """,
    Cause.INVENTED: """
        limit-ignored burned-nfts-revived invented-while-sei-is-away kinds-mixed-up
        measures-without-bound passed-by-invention rollback-test-invented one-of-many-moved
        command-does-nothing command-never-fails idle-processors-told cache-test-without-cache
        kinds-of-tests-mixed-up outcomes-of-tests-mixed-up tests-always-pass cache-used-unasked
        """,
    Cause.ALTERED: """
        names-cut-too-early names-not-cut long-names-replaced descriptions-cut-too-early
        dots-beyond-the-end letters-lost picture-link-not-resolved one-picture-for-all
        minted-into-another-wallet words-of-a-neighbour owner-forgotten hash-of-nothing
        words-escaped denied-and-half-done picture-addresses-cut
        """,
    Cause.NEEDLESS: """
        batch-size-ignored concurrency-ignored pauses-that-shrink retry-without-end
        breaker-never-opens breaker-tries-in-full
        """,
    Cause.ACCEPTED: """
        unknown-jobs-run open-to-all jobs-open-to-all rollback-open-to-all tests-open-to-all
        any-key-opens jobs-made-by-all
        """,
    Cause.MISREPORTED: """
        rollback-called-pending second-rollback-undoes-the-first addresses-shown-shortened
        reasons-withheld failed-reading-called-success failed-minting-called-success
        one-message-for-all failure-called-success outage-told-as-absence failures-not-counted
        job-failures-called-success second-migration-called-failure cache-figures-invented
        failures-called-completed alerts-tell-wrong-values tests-never-pass outcomes-altered
        unread-passed-over job-counters-stand-still
        """,
    Cause.MISCOUNTED: """
        progress-stops-short rollback-not-counted misses-counted-as-hits hit-rate-constant
        stage-counts-one-more counted-once-more metrics-constant only-looks-counted
        query-times-dropped progress-jumps progress-runs-backwards progress-embellished
        """,
    Cause.UNAVAILABLE: "mistakes-break-it",
}
