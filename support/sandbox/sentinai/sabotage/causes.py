"""Which cause each defect of SentinAI has, judged by the harm that it does."""

from support.core.causes import Cause

CAUSES = {
    Cause.LEAKED: """
        foreign-tool-called-in-secret foreign-playbook-followed foreign-exceptions-readable
        foreign-dead-letters-listed foreign-dead-letters-discarded foreign-packs-readable
        unknown-key-let-in all-exceptions-listed credential-of-the-namesake
        address-of-the-namesake parameters-of-the-call-before every-call-for-one-tenant
        credentials-listed failure-tells-the-credential credential-kept-encoded
        foreign-tools-listed signing-secret-in-metrics database-login-kept
        refusal-shows-the-statement redaction-off
        """,
    Cause.LOST: """
        capitals-of-names-ignored
        chain-stops-at-the-playbook step-never-reaches-its-tool feedback-forgotten
        first-step-skipped one-step-is-all orders-lost names-shared-by-all-tenants
        credential-forgotten retry-tells-nothing outbox-skipped worker-commits-before-it-works
        unreadable-message-lost log-has-gaps batch-cut-short reprocessing-does-nothing
        unknown-tenant-stops-everything keys-shared-by-all-tenants later-pages-cut-short
        escalated-never-found timeline-without-its-beginning redaction-too-eager
        deadlines-ignored failed-event-lost dead-letter-lost retried-letter-never-runs
        switched-off-for-ever tools-answer-forgotten failing-tool-counts-as-done
        unreadable-message-blocks retried-letter-gets-one-attempt
        """,
    Cause.STALE: """
        versions-ordered-as-text
        playbook-remembered first-step-remembered oldest-version-followed tool-remembered
        switch-heard-late
        """,
    Cause.DUPLICATED: """
        duplicate-executes-twice duplicate-executes-later worker-commits-never published-twice
        idempotency-key-ignored resubmitting-reprocesses pages-overlap retry-never-stops
        attempts-forgotten warned-twice first-letter-on-every-page discarded-letter-is-processed
        """,
    Cause.INVENTED: """
        page-size-ignored severity-filter-ignored since-ignored executions-of-all-exceptions
        kinds-matched-in-part refused-and-processed first-playbook-always-fits
        """,
    Cause.ALTERED: """
        empty-values-dropped fields-in-small-letters moments-in-another-zone
        feedback-for-another-kind nothing-kept-as-nought letters-kept-in-another-form
        blanks-lost long-texts-cut first-story-reprocessed answer-kept-for-the-next
        feedback-for-the-execution-before other-request-lost priority-ignored
        playbook-listed-otherwise source-lost-on-the-way
        """,
    Cause.MISRANKED: """
        steps-ordered-as-text
        steps-reversed events-on-different-partitions timeline-newest-first triage-dated-back
        """,
    Cause.REFUSED: "owner-locked-out",
    Cause.ACCEPTED: "refused-and-kept discarded-letter-can-be-retried suspended-tenant-let-in",
    Cause.MISREPORTED: """
        never-resolved execution-stays-requested record-embellished work-recorded-as-failed
        name-told-is-not-the-name-kept status-under-another-name
        everything-summed-up-as-resolved readiness-always-true readiness-never-true
        amounts-rounded-in-the-list everything-listed-as-open severity-shown-too-low
        timeline-in-another-zone event-stored-otherwise correlation-of-another-stored
        every-letter-listed-as-pending retries-not-listed letters-counted-for-another-worker
        single-execution-requested-for-ever retry-without-back-off back-off-that-never-grows
        dead-letter-without-cause succeeded-letter-stays-open letter-that-fails-again-is-stuck
        discarded-letter-still-waits error-told-of-a-success error-kept-after-a-success
        failure-without-its-error all-letters-discarded another-playbook-told
        ended-before-it-began namesakes-switched-off source-lost suspended-for-ever
        trace-cut-short
        """,
    Cause.MISCOUNTED: """
        page-counted-as-the-whole metrics-constant dead-lettered-not-summed-up
        discarded-letters-not-counted
        """,
    Cause.SLOW: "all-events-on-one-partition one-exception-at-a-time callers-wait-for-each-other",
    Cause.UNAVAILABLE: """
        unknown-tenant-breaks-the-server breakdown-without-broker
        every-submission-breaks-the-server
        """,
}
