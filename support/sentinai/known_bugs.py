"""Bugs that SentinAI is known to have, by the id that scenarios carry as `@bug_<id>`.

Each was seen in a running SentinAI. The diagnoses are what its scenarios say of it.
"""

from support.run.plugin import KnownBug

_NEVER = "never instead of"

KNOWN_BUGS = {
    "receipts_name_nobody": KnownBug(
        reason="the id in the answer is not that of the stored exception",
        diagnosis=r"it is told as|Submitted as \[|is unknown; expected|begins with nothing"
        r"|not found for tenant",
    ),
    "chain_stops_at_playbooks": KnownBug(
        reason="a playbook is matched and nobody asks for its steps",
        diagnosis=rf"(StepExecutionRequested|ToolExecutionRequested).* {_NEVER}"
        r"|The tools were (told|called): \[\] instead of|no more than 0 worked at a time",
    ),
    "tools_by_hand_break": KnownBug(
        reason="a tool that is called by hand is a breakdown, after its record was made",
        diagnosis="answered 500 to POST /api/tools/",
    ),
    "deliveries_repeat_work": KnownBug(
        reason="an event that is delivered twice is worked on twice",
        diagnosis=r"(twice|\d+ times) instead of once",
    ),
    "new_workers_repeat_work": KnownBug(
        reason="an event is worked on twice when workers come while it is under way",
        diagnosis=r"(twice|\d+ times) instead of once",
        is_sporadic=True,
    ),
    "submissions_repeat_work": KnownBug(
        reason="an exception that is submitted again under its name is processed again",
        diagnosis="ExceptionIngested.* twice instead of once|One exception is known as",
    ),
    "work_unrecorded": KnownBug(
        reason="which events were worked on is recorded nowhere",
        diagnosis="ExceptionIngested is recorded as nothing",
    ),
    "no_dead_letters": KnownBug(
        reason="what nobody could process becomes no dead letter",
        diagnosis=rf"DeadLettered {_NEVER} once",
    ),
    "unreadable_messages_lost": KnownBug(
        reason="a message that no worker can read is logged and lost",
        diagnosis="The queue shows 0 dead letters instead of one",
    ),
    "names_shared_by_tenants": KnownBug(
        reason="the name of an exception belongs to the tenant that used it first",
        diagnosis=rf"-shared: .* {_NEVER} once|Tenant \S+ has .*, but is told of",
    ),
    "foreign_playbooks_followed": KnownBug(
        reason="the newest active pack of any tenant decides which playbook is followed",
        diagnosis="PlaybookMatched.* once instead of never",
    ),
    "admins_of_all_tenants": KnownBug(
        reason="the admin of any tenant reads and changes the packs of any other, and suspends it",
        diagnosis="not denied: .*another tenant's admin to (read its packs|suspend it)",
    ),
    "open_metrics": KnownBug(
        reason="anybody reads the metrics of any tenant",
        diagnosis="not denied: .*another tenant's admin to read its metrics",
    ),
    "credentials_shown": KnownBug(
        reason="whoever lists tools, or switches one, is shown what opens them",
        diagnosis=r"/api/tools\S* shows the credential of the tool",
    ),
    "open_dead_letters": KnownBug(
        reason="anybody lists, retries and discards the dead letters of any tenant",
        diagnosis="not denied: .*another tenant's admin to (list its|discard a) dead letter",
    ),
    "discarded_letters_retried": KnownBug(
        reason="a dead letter that was discarded can be set to be retried",
        diagnosis="SentinAI agreed to retry it",
    ),
    "batches_cut_short": KnownBug(
        reason="of a batch one exception is taken, and the others are dropped",
        diagnosis="4 of 5 exceptions did not go as they should",
    ),
    "unknown_tenants_break_it": KnownBug(
        reason="an exception of a tenant that nobody knows is a breakdown that shows SQL",
        diagnosis="answered 500 .*ForeignKeyViolation",
    ),
    "sources_lost": KnownBug(
        reason="where an exception came from is lost",
        diagnosis="from UNKNOWN; expected",
    ),
    "suspended_tenants_served": KnownBug(
        reason="a tenant that is suspended goes on as before",
        diagnosis="SentinAI accepted it",
    ),
    "timelines_newest_first": KnownBug(
        reason="timelines are told from their end, though described as oldest first",
        diagnosis="begins with (FeedbackCaptured|PolicyEvaluationCompleted) and ends with",
    ),
    "priorities_ignored": KnownBug(
        reason="of several playbooks that fit the newest is followed, whatever their priorities",
        diagnosis=r"The tools were called: \['askBank'\] instead of",
    ),
    "reprocessing_forgets": KnownBug(
        reason="an exception that is reprocessed loses what it was submitted with",
        diagnosis=r"not one normalizedContext\.domain, but .*'default'",
    ),
    "reprocessing_goes_nowhere": KnownBug(
        reason="an exception that is reprocessed goes on behind the last step of its playbook",
        diagnosis="FeedbackCaptured once instead of twice",
    ),
    "deadlines_unnoticed": KnownBug(
        reason="nobody is warned of a deadline, nor told that it has passed",
        diagnosis="There are 0 notices",
    ),
    "redaction_by_substring": KnownBug(
        reason="fields are redacted whose names only sound personal, such as capacity (city)",
        diagnosis="capacity is lost, though harmless",
    ),
    "large_exceptions_break_it": KnownBug(
        reason="an exception of two megabytes is a breakdown",
        diagnosis="answered 500 .*publish failed",
    ),
    "unstorable_characters_break_it": KnownBug(
        reason="a character that PostgreSQL does not store is a breakdown that shows SQL",
        diagnosis="answered 500 .*Unicode escape",
    ),
    "endless_names_accepted": KnownBug(
        reason="an exception whose id is too long to be stored is accepted, and lost",
        diagnosis="SentinAI accepted it",
    ),
    "metrics_hidden": KnownBug(
        reason="the metrics of the workers are shown nowhere",
        diagnosis="grew by 0 instead of",
    ),
    "health_of_other_hosts": KnownBug(
        reason="the health of workers is asked at the hosts of a Docker network only",
        diagnosis="The .* workers are reported as not ready",
    ),
}
