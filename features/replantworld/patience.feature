@replantworld @isolated @needs_sei_control
Feature: Who gives no answer is asked again, with patience and not for ever
  Chains stumble. What fails once or twice is tried again, after longer and longer pauses; what fails
  for ever is let go, and harms nobody else. Who stays away is left in peace until they are back.

  @needs_solana @bug_migrates_nothing @bug_simulated_minting
  Scenario: An NFT that Sei gives at the third request only arrives once
    Given a collection of 3 NFTs on Sei, one of which is given at the third request only
    When ReplantWorld migrates it
    Then each of them is on Solana once, with all that belongs to it, and all who know of it agree

  @bug_batches_move_nothing
  Scenario: A job counts an NFT that Sei gives at the third request only as migrated
    Given a collection of 3 NFTs on Sei, one of which is given at the third request only
    When ReplantWorld runs a job for it, in batches of 2
    Then answer and job count 3 NFTs, of which 0 failed

  @bug_migrates_nothing
  Scenario: The pauses before something is asked for again grow
    Given a collection of 2 NFTs on Sei, one of which is given at the third request only
    When ReplantWorld migrates it
    Then it was asked for until it was given, after growing pauses

  @bug_migrates_nothing @bug_answers_unreadable
  Scenario: An NFT that Sei never gives is asked for a few times, and the others arrive
    Given a collection of 3 NFTs on Sei, one of which is never given
    When ReplantWorld migrates it
    Then it was asked for no more often than agreed
    And ReplantWorld says that Sei gave no answer
    And the database and ReplantWorld know of exactly 2 of them

  @needs_control @bug_no_circuit_breaker
  Scenario: Sei is left in peace while it stays away, but for single questions
    Given a collection of 2 NFTs on Sei
    When ReplantWorld is asked again and again to migrate it while Sei is away
    Then Sei was left in peace, but for single questions whether it is back

  @needs_control @bug_migrates_nothing
  Scenario: Sei is asked again when it is back
    Given a collection of 2 NFTs on Sei, asked for again and again while Sei was away
    When ReplantWorld is asked to migrate it until it asks Sei again
    Then the database and ReplantWorld know of exactly 2 of them
