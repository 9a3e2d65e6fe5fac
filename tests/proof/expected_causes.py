"""Which cause each planted defect has: judged by the harm that its catalogue tells, not by runs."""

from collections.abc import Mapping

from support.core.causes import Cause

_NAMES: Mapping[str, Mapping[Cause, str]] = {
    "airweave": {
        Cause.LEAKED: """
            leak-into-another-collection token-shown-on-request private-channels-searched
            token-shown foreign-collections-visible foreign-collections-searchable
            words-searched-everywhere token-in-the-list token-encoded-in-the-connection
            token-in-the-jobs token-in-hits key-in-answers
            """,
        Cause.LOST: """
            pages-leave-gaps hybrid-search-without-a-second-page kinds-compared-in-capitals
            filters-see-the-first-sync-only filters-drop-the-best short-questions-ignored
            hybrid-search-stops-at-ten keyword-search-stops-at-ten collapsed-chunks
            hybrid-brings-ten unsearchable-bodies additions-ignored delete-drops-a-sibling
            deletion-is-for-ever first-sync-loses-one one-file-lost-for-good shared-document-ids
            words-lost-but-name-kept truncated-after-the-first-chunk foreign-letters-lost
            special-names-left-out completed-though-files-failed only-the-first-page-read
            words-of-the-first-page-only schedules-never-fire scheduled-syncs-read-nothing
            cancelled-sync-counts-as-done branch-ignored answers-to-mails-skipped
            attachments-skipped twin-attachments-overwritten all-day-events-skipped days-left-out
            documents-of-google-skipped folders-in-folders-skipped marked-mails-dropped
            comments-skipped folded-blocks-skipped rows-of-databases-skipped long-texts-cut
            new-columns-ignored answers-to-messages-skipped later-notes-cut payments-skipped
            dotted-subjects-lost mails-without-text-lost twin-attachments-lost
            files-without-ending-lost notion-tables-unread swallowed-source-errors unquoted-paths
            withheld-folders-emptied old-commits-missed new-folders-missing single-lines-lost
            prose-lost folders-never-come-back overlapping-syncs-read-nothing
            later-syncs-read-three-files deleted-collection-takes-all-others-along
            delete-reaches-into-other-collections expired-tokens-empty-the-collection
            disconnecting-empties-the-collection disconnecting-reaches-everywhere
            full-syncs-sweep-for-everybody edits-drive-others-out cancelling-rolls-back-everybody
            second-sources-replace-the-first syncs-at-once-drive-each-other-out
            search-always-empty words-not-indexed search-empty-after-the-second-sync
            collections-left-out-of-the-list long-questions-by-words-ignored emoji-dropped
            borders-of-chunks-lost twins-taken-for-one folders-cut-at-a-hundred megabytes-left-out
            names-with-a-dot-left-out endings-taken-literally names-composed
            folders-known-by-name-only
            """,
        Cause.STALE: """
            lingering-vectors updates-ignored old-words-kept deletes-ignored last-delete-ignored
            rename-leaves-the-old-path states-left-out emptied-table-ignored
            archived-issues-collected mail-labels-unseen trashed-documents-kept
            linear-removals-unseen renames-ignored emptied-files-kept second-edits-ignored
            files-come-back-as-they-were every-third-sync-deletes-nothing
            deleted-collection-keeps-its-data deleted-connection-keeps-its-data
            deleted-collection-still-listed words-remembered old-versions-collected
            """,
        Cause.DUPLICATED: """
            pages-overlap lists-overlap duplicates-after-a-resync every-occurrence-collected
            both-forms-collected hybrid-search-repeats-itself
            """,
        Cause.INVENTED: """
            pages-too-long filters-ignored filters-take-beginnings words-unfiltered
            empty-files-collected prefix-ignored bucket-written-to mail-query-ignored
            drive-folder-ignored empty-file-beside-the-others
            """,
        Cause.ALTERED: """
            divided-repository wrong-collection wrong-source-name wrong-path
            old-encodings-garbled numbers-rewritten commit-shown-as-version
            size-of-the-text-shown address-of-the-default-branch folders-in-the-wrong-order
            path-shown-as-name changed-in-the-future line-ends-replaced tabs-replaced
            letters-made-narrow disconnecting-pauses-the-others
            """,
        Cause.MISRANKED: """
            scores-out-of-range short-questions-unordered scores-scaled-down best-hit-ranked-last
            hybrid-search-turned-round
            """,
        Cause.NEEDLESS: """
            restless-repository commits-read-twice unchanged-files-written-again
            moves-taken-for-changes rows-rewritten
            """,
        Cause.REFUSED: """
            wildcards-break-search emoji-break-search long-questions-break-search
            """,
        Cause.ACCEPTED: """
            blanks-searched-for second-sync-accepted wrong-credentials-accepted
            unknown-repository-accepted wrong-credentials-taken-over refused-credentials-kept
            slack-tokens-unchecked
            """,
        Cause.MISREPORTED: """
            oldest-jobs-first cancel-overwritten cancel-ignored repository-not-named
            reason-withheld expired-tokens-overlooked list-shows-an-old-status
            first-sync-shown-as-the-last collection-without-a-status
            """,
        Cause.MISCOUNTED: """
            counters-wrong-by-one entities-miscounted jobs-listed-with-other-numbers
            """,
        Cause.SLOW: "job-never-finishes search-slow",
        Cause.UNAVAILABLE: "job-fails second-sync-stops-the-first search-unavailable",
    },
    "sentinai": {
        Cause.LEAKED: """
            foreign-tool-called-in-secret foreign-playbook-followed foreign-exceptions-readable
            foreign-dead-letters-listed foreign-dead-letters-discarded foreign-packs-readable
            unknown-key-let-in all-exceptions-listed credential-of-the-namesake
            address-of-the-namesake parameters-of-the-call-before every-call-for-one-tenant
            credentials-listed failure-tells-the-credential credential-kept-encoded
            signing-secret-in-metrics database-login-kept refusal-shows-the-statement
            redaction-off
            """,
        Cause.LOST: """
            chain-stops-at-the-playbook step-never-reaches-its-tool feedback-forgotten
            first-step-skipped one-step-is-all source-lost orders-lost
            names-shared-by-all-tenants credential-forgotten retry-tells-nothing outbox-skipped
            worker-commits-before-it-works unreadable-message-lost log-has-gaps batch-cut-short
            reprocessing-does-nothing unknown-tenant-stops-everything later-pages-cut-short
            escalated-never-found timeline-without-its-beginning redaction-too-eager
            deadlines-ignored source-lost-on-the-way failed-event-lost dead-letter-lost
            retried-letter-never-runs switched-off-for-ever trace-cut-short
            """,
        Cause.STALE: """
            playbook-remembered first-step-remembered oldest-version-followed tool-remembered
            switch-heard-late suspended-tenant-let-in
            """,
        Cause.DUPLICATED: """
            duplicate-executes-twice duplicate-executes-later worker-commits-never
            published-twice idempotency-key-ignored resubmitting-reprocesses pages-overlap
            retry-never-stops attempts-forgotten warned-twice unreadable-message-blocks
            first-letter-on-every-page
            """,
        Cause.INVENTED: """
            first-playbook-always-fits page-size-ignored severity-filter-ignored since-ignored
            executions-of-all-exceptions discarded-letter-is-processed
            """,
        Cause.ALTERED: "feedback-for-another-kind",
        Cause.MISRANKED: """
            steps-reversed events-on-different-partitions timeline-newest-first
            """,
        Cause.REFUSED: "owner-locked-out",
        Cause.ACCEPTED: """
            refused-and-processed refused-and-kept discarded-letter-can-be-retried
            """,
        Cause.MISREPORTED: """
            never-resolved failing-tool-counts-as-done execution-stays-requested
            record-embellished work-recorded-as-failed name-told-is-not-the-name-kept
            status-under-another-name everything-summed-up-as-resolved readiness-always-true
            readiness-never-true amounts-rounded-in-the-list everything-listed-as-open
            severity-shown-too-low timeline-in-another-zone event-stored-otherwise
            triage-dated-back every-letter-listed-as-pending retries-not-listed
            letters-counted-for-another-worker single-execution-requested-for-ever
            retry-without-back-off back-off-that-never-grows dead-letter-without-cause
            succeeded-letter-stays-open letter-that-fails-again-is-stuck
            retried-letter-gets-one-attempt discarded-letter-still-waits
            """,
        Cause.MISCOUNTED: """
            page-counted-as-the-whole metrics-constant dead-lettered-not-summed-up
            discarded-letters-not-counted
            """,
        Cause.SLOW: """
            all-events-on-one-partition one-exception-at-a-time callers-wait-for-each-other
            """,
        Cause.UNAVAILABLE: """
            unknown-tenant-breaks-the-server breakdown-without-broker
            every-submission-breaks-the-server
            """,
    },
    "chroma_ha": {
        Cause.LEAKED: "password-told password-shown",
        Cause.LOST: """
            never-replicated acknowledged-before-it-is-logged metadata-not-replicated
            upserts-not-replicated deletions-widened empty-collections-not-made
            only-the-first-thousand outages-forgotten recovered-without-documents
            log-dropped-at-start acknowledged-without-a-log never-told recovery-never-told
            only-the-nearest held-up-by-one-write
            """,
        Cause.STALE: """
            updates-not-replicated deletions-not-replicated deleted-collections-kept
            deletions-forgotten-in-outages replayed-in-the-wrong-order
            """,
        Cause.DUPLICATED: "told-without-limit",
        Cause.INVENTED: """
            refused-writes-replayed limits-ignored query-strings-dropped conditions-ignored
            """,
        Cause.ALTERED: "embeddings-mixed-up",
        Cause.MISRANKED: "distances-turned-around",
        Cause.REFUSED: "empty-deletions-refused",
        Cause.ACCEPTED: "refusals-hidden nobodys-writes-acknowledged",
        Cause.MISREPORTED: """
            identities-mixed-up status-frozen servers-never-back failed-writes-hidden
            strategy-ignored written-to-the-replica
            """,
        Cause.MISCOUNTED: """
            counted-by-one-server-only healthy-servers-miscounted waiting-writes-hidden
            arrived-writes-still-counted requests-invented
            """,
        Cause.UNAVAILABLE: "readers-turned-away third-user-turned-away",
    },
    "dataweaver": {
        Cause.LEAKED: "secrets-in-clear secrets-in-reasons",
        Cause.LOST: """
            files-never-written last-row-lost rows-dropped-at-page-borders
            incremental-misses-changes refused-and-emptied neighbours-deleted
            last-table-left-out scenario-not-offered questions-lost second-tables-left-out
            connector-left-out scenarios-on-other-data last-row-of-scenarios-lost
            acknowledged-and-lost first-row-not-synced failed-sync-not-logged nothing-planned
            scheduler-asleep
            """,
        Cause.STALE: """
            deletion-forgotten removed-tables-kept once-connected-always discovery-remembered
            schedules-never-end halves-left
            """,
        Cause.DUPLICATED: """
            first-row-doubled tables-doubled set-up-anew data-sources-synced-twice
            """,
        Cause.INVENTED: "row-invented tables-invented one-file-for-all",
        Cause.ALTERED: """
            columns-shifted decimal-comma time-zone-moved nothing-as-a-word line-breaks-lost
            quotes-lost other-letters-lost leading-zeros-lost large-numbers-rounded
            headings-of-empty-tables-lost formats-ignored formats-pretended description-lost
            configuration-lost kinds-lost another-name-stored schedule-forgotten
            unnamed-fields-cleared neighbours-renamed last-column-left-out kinds-of-tables-lost
            other-rows-synced
            """,
        Cause.NEEDLESS: "incremental-brings-all synced-again-and-again",
        Cause.REFUSED: "right-credentials-refused",
        Cause.ACCEPTED: """
            unknown-extractions-done empty-names-taken unknown-fields-dropped schedules-unread
            refused-and-kept named-connector-ignored tests-pretended
            """,
        Cause.MISREPORTED: """
            formats-told-as-constants status-not-stored failed-told-as-completed
            failed-stored-as-completed everything-connected reasons-swallowed
            status-never-changes unreadable-taken-for-empty reasons-of-discovery-swallowed
            kinds-of-data-sources-lost connectors-of-scenarios-broken parts-told-as-failed
            failed-sync-told-as-success failed-sync-logged-as-success reason-not-logged
            last-sync-not-told last-sync-of-another-zone schedule-ignored
            """,
        Cause.MISCOUNTED: """
            extracts-counted-as-constants counts-as-constants rows-of-scenarios-miscounted
            data-sources-counted removals-not-counted
            """,
        Cause.SLOW: "late-answers",
        Cause.UNAVAILABLE: """
            deletion-breaks-down long-names-break-down set-up-breaks-down some-turned-away
            """,
    },
    "replantworld": {
        Cause.LEAKED: "inside-shown database-address-shown collections-mixed-up",
        Cause.LOST: """
            jobs-move-nothing last-batch-lost batch-stopped-by-one-nft nothing-kept
            traits-dropped last-traits-dropped origin-not-told descriptions-demanded
            saved-and-never-minted minted-and-not-saved first-page-only first-collection-only
            limit-remembered failures-never-tried-again lost-without-cache
            never-migrated-again stopped-by-one-collection stopped-by-one-nft
            rollback-takes-neighbours
            """,
        Cause.STALE: """
            rollback-forgets-the-chain rollback-leaves-the-last stale-entries-served
            entries-kept-for-ever entries-kept-too-long cache-used-unasked
            interrupted-rollback-never-finished
            """,
        Cause.DUPLICATED: "minted-twice two-of-each-minted",
        Cause.INVENTED: "limit-ignored burned-nfts-revived invented-while-sei-is-away",
        Cause.ALTERED: """
            names-cut-too-early names-not-cut long-names-replaced descriptions-cut-too-early
            dots-beyond-the-end letters-lost picture-link-not-resolved one-picture-for-all
            minted-into-another-wallet words-of-a-neighbour owner-forgotten hash-of-nothing
            collections-mixed-up-in-cache
            """,
        Cause.NEEDLESS: "batch-size-ignored concurrency-ignored",
        Cause.ACCEPTED: "unknown-jobs-run open-to-all",
        Cause.MISREPORTED: """
            rollback-called-pending second-rollback-undoes-the-first addresses-shown-shortened
            reasons-withheld failed-reading-called-success failed-minting-called-success
            one-message-for-all failure-called-success outage-told-as-absence
            failures-not-counted job-failures-called-success
            """,
        Cause.MISCOUNTED: """
            job-counters-stand-still progress-stops-short rollback-not-counted
            misses-counted-as-hits hit-rate-constant success-invented stage-counts-one-more
            """,
        Cause.UNAVAILABLE: "mistakes-break-it",
    },
}

EXPECTED: Mapping[str, Mapping[str, Cause]] = {
    system: {name: cause for cause, names in causes.items() for name in names.split()}
    for system, causes in _NAMES.items()
}
"""By system and by name of the defect, its cause."""
