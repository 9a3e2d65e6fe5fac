"""Bugs that Chroma HA is known to have, by the id that scenarios carry as `@bug_<id>`."""

from support.run.plugin import KnownBug

KNOWN_BUGS = {
    "ids_of_each_server": KnownBug(
        reason="each server has an id of its own for a collection, and users are shown both",
        diagnosis=r"was 2 others|Collection \[.*\] does not exist|does not have the collection",
    ),
    "refused_writes_replayed": KnownBug(
        reason="Chroma HA 2025-07 logs a write before it is done, and replays what was refused",
        diagnosis=r"'absent' \(the writer.*'there' \(the replica\)",
    ),
    "widened_deletions": KnownBug(
        reason="Chroma HA 2025-07 deletes by document instead of by name on the other server",
        diagnosis=r"chunk 1: not one state, but 'there' .*'absent' \(the replica\)",
    ),
    "dropped_query_strings": KnownBug(
        reason="Chroma HA 2025-07 does not pass the size of a page on",
        diagnosis=r"Asked for 1 collections from 0 on, \d+ came",
    ),
    "probes_counted": KnownBug(
        reason="Chroma HA 2025-07 counts its own looks at the health of servers as requests",
        diagnosis=r"and the status counts \{|The status counts \{",
    ),
    "hidden_waiting_writes": KnownBug(
        reason="status and health of Chroma HA 2025-07 say that no write waits, whatever waits",
        diagnosis="more writes wait, and (the status|health) counts 0",
    ),
    "writes_without_log": KnownBug(
        reason="Chroma HA 2025-07 acknowledges what it cannot log, and never replicates it",
        diagnosis=r"new 1: not one state, but 'there' .*'absent' \(the replica\)",
    ),
    "monitoring_unkept": KnownBug(
        reason="nothing makes the tables any more in which Chroma HA 2025-06 kept what it uses",
        diagnosis="has no table|lacks what it should keep",
    ),
    "recovery_untold": KnownBug(
        reason="Chroma HA tells again and again that something is wrong, and never that it is over",
        diagnosis="and 0 messages told so",
    ),
    "empty_batches": KnownBug(
        reason="Chroma HA 2025-07 carries nothing at a time while little waits and memory is short",
        diagnosis=r"new 1: not one state, but 'there' .*'absent' \(the replica\)",
        is_sporadic=True,  # other writes that wait hide it
    ),
    "wrong_settings_taken": KnownBug(
        reason="Chroma HA starts with addresses and times that cannot be, and does not say so",
        diagnosis="(REQUEST_TIMEOUT = '-1'|PRIMARY_URL = 'nowhere') was taken",
    ),
    "wrong_settings_unnamed": KnownBug(
        reason="Chroma HA 2025-07 complains of a value that is no number, and not of which setting",
        diagnosis="CHECK_INTERVAL = 'soon' was refused, and not named",
    ),
    "short_outages_missed": KnownBug(
        reason="what Chroma HA 2025-07 is told while it does not know yet that a server is away"
        " never reaches that server",
        diagnosis="the primary does not have the collection",
        is_sporadic=True,
    ),
    "sizes_guessed": KnownBug(
        reason="workers of Chroma HA 2025-06 take every collection for one of a thousand documents",
        diagnosis="the replica does not have the collection|not one notes, but .*'absent' "
        r"|document 1001: not one state, but .*'absent' \(the replica\)",
    ),
    "later_documents_wait": KnownBug(
        reason="what is added to a collection that workers of Chroma HA 2025-06 have carried waits"
        " for an hour, until they forget that they have",
        diagnosis=r"not one state, but 'there' .*'absent' \((the balancer, )?the replica\)",
    ),
    "unknown_strategies": KnownBug(
        reason="Chroma HA 2025-06 takes any strategy, tells it back, and alternates",
        diagnosis="LOAD_BALANCE_STRATEGY = 'nonsense' was taken",
    ),
    "pages_of_each_server": KnownBug(
        reason="each server of Chroma HA 2025-06 has an order of its own, and pages come from both",
        diagnosis="the collections in pages of 1 (leave out|repeat)",
        is_sporadic=True,
    ),
    "notes_replaced": KnownBug(
        reason="Chroma HA 2025-06 writes notes of its own over what is noted of a collection",
        diagnosis=r"not one notes, but .*'synced_from'.*the replica\)",
    ),
    "empty_deletions_refused": KnownBug(
        reason="Chroma HA 2025-06 does not let the official client delete a collection",
        diagnosis=r"answered 503: (<!doctype html>|.*400 Bad Request)",
    ),
    "additions_only": KnownBug(
        reason="Chroma HA 2025-06 replicates what is new, but no change and no deletion",
        diagnosis=r"not one (text|state), but .*\(the replica\)|still has the collection",
    ),
    "dead_workers_active": KnownBug(
        reason="nobody of Chroma HA 2025-06 looks at how long a worker has given no sign of life",
        diagnosis="is dead, and shown as active",
    ),
    "one_way_replication": KnownBug(
        reason="Chroma HA 2025-06 never brings to the primary what only the replica was told",
        diagnosis=r"the primary does not have the collection|'absent' \(.*the primary",
    ),
}
