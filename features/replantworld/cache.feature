@replantworld
Feature: The cache saves work, and never the truth
  What ReplantWorld has looked at once it need not look at again: it is kept for as long as its kind
  may be kept, and what the cache tells of its use is what happened.

  @needs_cache @bug_migrates_nothing
  Scenario: What was looked at is kept for as long as its kind may be kept
    Given a collection of 3 NFTs on Sei
    When ReplantWorld migrates it
    Then the cache keeps something of it, and nothing longer than its kind may be kept

  @isolated
  Scenario: What is looked at for the first time is not in the cache
    Given a collection of 3 NFTs on Sei
    When ReplantWorld migrates it
    Then the cache counts misses and no hits

  @isolated @bug_migrates_nothing
  Scenario: What is looked at again is found in the cache
    Given a collection of 3 NFTs that ReplantWorld has been told to migrate
    When ReplantWorld migrates it
    Then the cache counts hits

  @isolated
  Scenario: Whoever wants no use of the cache makes none
    Given a collection of 3 NFTs that ReplantWorld has been told to migrate
    When ReplantWorld migrates it afresh
    Then the cache counts no requests
