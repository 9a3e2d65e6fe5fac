"""Which cause each defect of Airweave has, judged by the harm that it does."""

from support.core.causes import Cause

CAUSES = {
    Cause.LEAKED: """
        outsiders-let-in organisations-believed
        leak-into-another-collection token-shown-on-request private-channels-searched
        answers-of-slack-remembered token-shown
        foreign-collections-visible foreign-collections-searchable words-searched-everywhere
        token-in-the-list token-encoded-in-the-connection token-in-the-jobs token-in-hits
        key-in-answers connections-open-to-everybody counts-of-everybody
        """,
    Cause.LOST: """
        filtered-pages-begin-anew first-value-only deletes-what-begins-alike
        capitals-ignored neighbours-in-capitals-lost pages-cut-at-a-hundred
        last-items-lost filter-groups-joined pages-leave-gaps
        hybrid-search-without-a-second-page kinds-compared-in-capitals
        filters-see-the-first-sync-only filters-drop-the-best short-questions-ignored
        hybrid-search-stops-at-ten keyword-search-stops-at-ten collapsed-chunks
        hybrid-brings-ten unsearchable-bodies additions-ignored delete-drops-a-sibling
        deletion-is-for-ever first-sync-loses-one one-file-lost-for-good shared-document-ids
        words-lost-but-name-kept truncated-after-the-first-chunk foreign-letters-lost
        special-names-left-out completed-though-files-failed only-the-first-page-read
        words-of-the-first-page-only first-page-searched-only schedules-never-fire
        scheduled-syncs-read-nothing cancelled-sync-counts-as-done answers-to-mails-skipped
        attachments-skipped twin-attachments-overwritten all-day-events-skipped days-left-out
        documents-of-google-skipped folders-in-folders-skipped marked-mails-dropped
        comments-skipped linear-comments-cut large-commits-cut folded-blocks-skipped
        rows-of-databases-skipped long-texts-cut new-columns-ignored answers-to-messages-skipped
        later-notes-cut payments-skipped dotted-subjects-lost mails-without-text-lost
        twin-attachments-lost files-without-ending-lost notion-tables-unread
        swallowed-source-errors unquoted-paths withheld-folders-emptied old-commits-missed
        new-folders-missing single-lines-lost prose-lost folders-never-come-back
        overlapping-syncs-read-nothing later-syncs-read-three-files
        deleted-collection-takes-all-others-along delete-reaches-into-other-collections
        expired-tokens-empty-the-collection disconnecting-empties-the-collection
        disconnecting-reaches-everywhere full-syncs-sweep-for-everybody edits-drive-others-out
        cancelling-rolls-back-everybody second-sources-replace-the-first
        syncs-at-once-drive-each-other-out search-always-empty words-not-indexed
        capitals-taken-literally states-left-out
        search-empty-after-the-second-sync collections-left-out-of-the-list
        long-questions-by-words-ignored emoji-dropped borders-of-chunks-lost twins-taken-for-one
        folders-cut-at-a-hundred megabytes-left-out names-with-a-dot-left-out
        endings-taken-literally names-composed folders-known-by-name-only calendar-ids-shared
        one-refusal-breaks-search attached-texts-lost words-escaped calendar-descriptions-unread
        attachments-without-meaning tables-of-one-key-mixed sheets-lost rows-without-key-lost
        only-the-first-folder-filtered schedules-fire-once names-cut-at-forty front-matter-dropped
        merges-skipped web-mails-unread only-paragraphs-read second-columns-of-keys-ignored
        zeros-taken-for-nothing descriptions-of-connections-lost dates-filtered-two-hours-late
        expired-changes-lost withheld-taken-for-deleted lost-chunks-not-restored pages-overlap
        lists-overlap exceptions-taken-for-the-rule divided-repository
        tables-in-capitals-skipped json-columns-left-out names-with-a-slash-lost
        untitled-events-skipped descriptions-cut edited-comments-kept twenty-messages-at-most
        """,
    Cause.STALE: """
        one-of-many-left-as-it-was one-of-many-not-deleted thirty-deletions-at-once
        deleted-customers-linger old-ends-kept disconnected-syncs-go-on known-once-is-known-for-ever
        lingering-vectors updates-ignored old-words-kept deletes-ignored last-delete-ignored
        rename-leaves-the-old-path emptied-table-ignored
        archived-issues-collected only-beginnings-compared mail-labels-unseen
        trashed-documents-kept linear-removals-unseen renames-ignored emptied-files-kept
        second-edits-ignored files-come-back-as-they-were every-third-sync-deletes-nothing
        deleted-collection-keeps-its-data deleted-connection-keeps-its-data
        deleted-collection-still-listed words-remembered old-versions-collected
        attachments-outlive-mails deleted-connections-still-shown cursor-taken-at-the-end
        emptied-folders-kept one-of-many-lost many-unsearchable files-outlive-their-folders
        """,
    Cause.DUPLICATED: """
        duplicates-after-a-resync every-occurrence-collected both-forms-collected
        hybrid-search-repeats-itself payments-found-twice one-of-many-doubled
        """,
    Cause.INVENTED: """
        schedules-changed-in-vain removed-schedules-fire-on syncs-begin-by-themselves
        new-tokens-forget-the-settings
        borders-included beginnings-of-prefixes-taken renaming-forgets-the-branch
        pages-too-long filters-ignored filters-take-beginnings words-unfiltered
        empty-files-collected prefix-ignored bucket-written-to mail-query-ignored
        drive-folder-ignored empty-file-beside-the-others one-condition-is-enough branch-ignored
        objects-named-like-addresses branches-with-a-slash-unread
        """,
    Cause.ALTERED: """
        downloads-of-another-file recipients-shown-as-senders senders-and-recipients-swapped
        wrong-collection wrong-source-name wrong-path old-encodings-garbled numbers-rewritten
        commit-shown-as-version size-of-the-text-shown address-of-the-default-branch
        folders-in-the-wrong-order path-shown-as-name changed-in-the-future line-ends-replaced
        tabs-replaced letters-made-narrow disconnecting-pauses-the-others mails-lead-to-others
        mails-in-other-conversations pages-called-like-others objects-of-another-size
        issues-of-another-number events-an-hour-late mails-an-hour-early
        issues-from-the-beginning-of-time first-titles-kept names-no-change
        attachments-of-another-source folders-taken-for-channels messages-of-another-channel
        issues-all-done customers-at-the-address-of-another
        messages-by-whoever-searches amounts-a-hundredth json-columns-printed
        names-cut-at-a-slash
        """,
    Cause.MISRANKED: """
        scores-out-of-range short-questions-unordered scores-scaled-down best-hit-ranked-last
        hybrid-search-turned-round pages-rated-by-themselves
        """,
    Cause.NEEDLESS: """
        restless-repository commits-read-twice unchanged-files-written-again
        moves-taken-for-changes rows-rewritten withheld-words-cut
        """,
    Cause.REFUSED: """
        wildcards-break-search emoji-break-search long-questions-break-search
        names-never-free-again new-tokens-do-not-wake
        """,
    Cause.ACCEPTED: """
        blanks-searched-for second-sync-accepted wrong-credentials-accepted
        unknown-repository-accepted wrong-credentials-taken-over refused-credentials-kept
        slack-tokens-unchecked
        """,
    Cause.MISREPORTED: """
        renamed-collections-are-young made-when-edited syncs-of-two-hours-ago
        oldest-jobs-first cancel-overwritten cancel-ignored repository-not-named reason-withheld
        expired-tokens-overlooked list-shows-an-old-status first-sync-shown-as-the-last
        collection-without-a-status connections-of-all-collections settings-of-another-shown
        schedules-made-up syncs-take-two-hours expired-tokens-not-told sync-errors-hidden
        renaming-ignored syncs-end-before-they-begin old-errors-stay
        """,
    Cause.MISCOUNTED: """
        former-syncs-forgotten counters-wrong-by-one entities-miscounted
        jobs-listed-with-other-numbers unseen-files-counted collections-miscounted
        """,
    Cause.SLOW: "job-never-finishes search-slow late-cancel-stuck",
    Cause.UNAVAILABLE: """
        job-fails second-sync-stops-the-first search-unavailable expired-histories-fail
        tables-in-capitals-fail
        """,
}
