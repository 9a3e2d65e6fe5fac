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
