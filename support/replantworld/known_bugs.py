"""Bugs that ReplantWorld is known to have, by the id that scenarios carry as `@bug_<id>`."""

from support.run.plugin import KnownBug

KNOWN_BUGS = {
    "migrates_nothing": KnownBug(
        reason="ReplantWorld 2025-08 calls what its exporter does not have, and goes on without it",
        diagnosis=r"'absent' \(ReplantWorld, the database, Solana\)|and 0 are (known of|exported)"
        r"|The cache (keeps nothing of it|counts 0 more hits)|0 were migrated before"
        r"|\"total_nfts\": 0|not asked for( it)? at all|It was asked for 0 times",
    ),
    "simulated_minting": KnownBug(
        reason="ReplantWorld 2025-08 makes addresses up instead of minting: nothing is on Solana",
        diagnosis=r"not one state, but .*'absent' \(Solana\)",
    ),
    "unsaid_fields": KnownBug(
        reason="ReplantWorld 2025-08 breaks down over what an NFT does not say (null on Sei)",
        diagnosis=r"'absent' \(ReplantWorld, the database, Solana\)",
    ),
    "answers_unreadable": KnownBug(
        reason="ReplantWorld 2025-08 cannot put its own results into JSON, and answers 500",
        diagnosis="not JSON serializable",
    ),
    "second_runs_fail": KnownBug(
        reason="ReplantWorld 2025-08 cannot work with what it has cached by the first migration",
        diagnosis="7 should be migrated, and 3 are known of",
    ),
    "ids_renewed": KnownBug(
        reason="ReplantWorld 2025-08 gives an NFT a new address whenever it is migrated",
        diagnosis="had the address .* and has",
    ),
    "batches_move_nothing": KnownBug(
        reason="ReplantWorld 2025-08 runs a job on what is pending, and nothing ever is",
        diagnosis=r"'absent' \(ReplantWorld, the database, Solana\)|and are of none at all"
        r"|items are 0 instead of|0 are known of",
    ),
    "mistakes_break_it": KnownBug(
        reason="ReplantWorld 2025-08 answers 500, or success, to what makes no sense",
        diagnosis="It was not refused as the caller's mistake",
    ),
    "open_to_all": KnownBug(
        reason="ReplantWorld 2025-08 asks nobody for a key",
        diagnosis="It was not denied",
    ),
    "queries_uncounted": KnownBug(
        reason="ReplantWorld 2025-08 makes a monitor for every answer, and hooks it to no query",
        diagnosis="The monitor counts 0 more queries after the work, and 0 after nothing",
    ),
    "measures_forgotten": KnownBug(
        reason="ReplantWorld 2025-08 makes a monitor for every answer, which has measured nothing",
        diagnosis="The monitor keeps no measures of what it has watched",
    ),
    "tests_never_pass": KnownBug(
        reason="ReplantWorld 2025-08 tests itself with what is not on Sei, or breaks down over it",
        diagnosis="It did not pass: it says '(failed|error)'",
    ),
    "rollback_test_invented": KnownBug(
        reason="ReplantWorld 2025-08 makes up what its test of rollback has found",
        diagnosis="It says that it passed, and 0 transactions are on Solana"
        "|It could not pass, and says 'passed'",
    ),
    "no_test_command": KnownBug(
        reason="ReplantWorld 2025-08 has no command test_day6_integration, though its guide has",
        diagnosis="Unknown command: 'test_day6_integration'",
    ),
    "tests_forgotten": KnownBug(
        reason="ReplantWorld 2025-08 writes no test into its list of tests",
        diagnosis="not one state, but 'listed' .*; 'absent'|leaves out test_",
    ),
    "no_circuit_breaker": KnownBug(
        reason="ReplantWorld 2025-08 has no circuit breaker, though its guide promises one",
        diagnosis="Sei is away, and never left in peace",
    ),
    "failures_called_success": KnownBug(
        reason="ReplantWorld 2025-08 only logs what it could not read, and answers with success",
        diagnosis="It says that all went well",
    ),
}
