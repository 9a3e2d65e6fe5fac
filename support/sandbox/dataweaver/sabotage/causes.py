"""Which cause each defect of DataWeaver has, judged by the harm that it does."""

from support.core.causes import Cause

CAUSES = {
    Cause.LEAKED: "secrets-in-clear secrets-in-reasons",
    Cause.LOST: """
        files-never-written last-row-lost rows-dropped-at-page-borders
        incremental-misses-changes refused-and-emptied neighbours-deleted last-table-left-out
        scenario-not-offered questions-lost second-tables-left-out connector-left-out
        scenarios-on-other-data last-row-of-scenarios-lost acknowledged-and-lost
        first-row-not-synced other-data-sources-forgotten changes-lost-by-failures fires-once
        scheduled-syncs-read-nothing earlier-files-overwritten others-removed
        failed-sync-not-logged nothing-planned scheduler-asleep page-hides-the-newest
        typed-connectors-forgotten buttons-need-a-mouse page-leaves-data-out
        page-sets-nothing-up fields-without-labels descriptions-lost-by-tests
        """,
    Cause.STALE: """
        deletion-forgotten removed-tables-kept discovery-remembered schedules-never-end
        halves-left
        """,
    Cause.DUPLICATED: """
        first-row-doubled logged-twice tables-doubled set-up-anew data-sources-synced-twice
        page-shows-everything-twice
        """,
    Cause.INVENTED: """
        row-invented tables-invented half-files-left connectors-made-twice tables-of-others-read
        page-invents-connectors
        """,
    Cause.ALTERED: """
        columns-shifted decimal-comma time-zone-moved nothing-as-a-word line-breaks-lost
        quotes-lost other-letters-lost leading-zeros-lost large-numbers-rounded
        headings-of-empty-tables-lost formats-ignored formats-pretended description-lost
        configuration-lost kinds-lost another-name-stored schedule-forgotten
        unnamed-fields-cleared neighbours-renamed neighbours-told-as-synced last-column-left-out
        kinds-of-tables-lost other-rows-synced typed-field-lost one-file-for-all
        """,
    Cause.NEEDLESS: "incremental-brings-all synced-again-and-again",
    Cause.REFUSED: "right-credentials-refused",
    Cause.ACCEPTED: """
        unknown-extractions-done empty-names-taken unknown-fields-dropped schedules-unread
        refused-and-kept refused-and-extracted named-connector-ignored tests-pretended
        page-cuts-names
        """,
    Cause.MISREPORTED: """
        formats-told-as-constants status-not-stored failed-told-as-completed
        failed-stored-as-completed everything-connected reasons-swallowed status-never-changes
        unreadable-taken-for-empty reasons-of-discovery-swallowed kinds-of-data-sources-lost
        connectors-of-scenarios-broken parts-told-as-failed failed-sync-told-as-success
        failed-sync-logged-as-success reason-not-logged last-sync-not-told planned-an-hour-late
        scenarios-listed-as-disconnected second-set-up-tells-nothing last-sync-of-another-zone
        schedule-ignored error-for-ever page-swallows-refusals page-swallows-errors
        page-knows-success-only once-connected-always
        """,
    Cause.MISCOUNTED: """
        extracts-counted-as-constants counts-as-constants rows-of-scenarios-miscounted
        data-sources-counted removals-not-counted counts-of-another-table
        """,
    Cause.SLOW: "late-answers",
    Cause.UNAVAILABLE: """
        deletion-breaks-down long-names-break-down set-up-breaks-down some-turned-away
        """,
}
