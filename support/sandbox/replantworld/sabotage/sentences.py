"""The sentences at which the defects are caught."""

WHOLE = "each of them is on Solana once, with all that belongs to it, and all who know of it agree"
FIRST_KNOWN = (
    "the database and ReplantWorld know of all NFTs of the first, and of none of the other"
)
STAGES = "the five stages tell of 5 NFTs, all of which arrived"
KNOWN = {
    count: f"the database and ReplantWorld know of exactly {count} of them" for count in range(8)
}
SAME_ADDRESSES = "every NFT has the address on Solana that it had before"
UNKNOWN_TOLD = "ReplantWorld says that there is no such collection"
FAILURE_TOLD = "ReplantWorld says that one of them could not be migrated"
AWAY_TOLD = "ReplantWorld says that <chain> gave no answer"
NONE_HALF = "none of them is half migrated"
MIGRATES = "ReplantWorld migrates it"
BOUNDS = (
    "it was migrated in batches of 5 and a last one of 3, no more of them at a time than agreed"
)
FOUR_COUNTED = "answer and job count 4 NFTs, of which 0 failed"
KNOWN_OF_EACH = "the database and ReplantWorld know of exactly 3 of each"
ALL_COUNTED = "answer and job count 7 NFTs, of which 0 failed"
FAILURE_COUNTED = "answer and job count 4 NFTs, of which 1 failed"
GONE = "nothing is left of the first, and the other is as it was"
ROLLED_BACK = "ReplantWorld calls all 3 of them rolled back, and its job counts none as migrated"
REFUSED = "it is refused as the caller's mistake, with a word on what is wrong, and no look inside"
DENIED = "it is denied"
KEPT = "the cache keeps something of it, and nothing longer than its kind may be kept"
MISSES = "the cache counts misses and no hits"
HITS = "the cache counts hits"
NO_REQUESTS = "the cache counts no requests"
WORK_COUNTED = "the monitor counts more work of the database than while nothing is done"
MEASURES_KEPT = "the monitor keeps measures of it, and shows of every kind just what belongs to it"
CACHE_AGREED = "monitor and cache tell the same of the cache's use"
NOTHING_WATCHED = "the monitor watches no more than before"
ONE_ALERT = "one alert tells that the cache is of too little use"
TEST_SEEN = "the test has passed, and others have seen it"
TEST_PASSED = "the test has passed"
TEST_NOT_PASSED = "the test has not passed"
TESTS_KEPT = "each of the tests is kept as it was told, under a name of its own"
TESTS_FOUND = "whoever looks for tests of a kind, of an outcome or page by page finds just those"
