@replantworld
Feature: What cannot be migrated is told for what it is
  A migration that says it went well is believed. So it may say so only if it did: what went wrong
  is told by its name, nothing is left half done, and what is in order does not suffer for it.

  @bug_failures_called_success
  Scenario: A collection that does not exist is told from an empty one
    When ReplantWorld migrates a collection that does not exist
    Then ReplantWorld says that there is no such collection

  @bug_migrates_nothing
  Scenario: A collection that does not exist keeps no other from arriving
    Given a collection of 2 NFTs on Sei
    When ReplantWorld migrates it together with one that does not exist
    Then the database and ReplantWorld know of exactly 2 of them

  @bug_answers_unreadable @bug_migrates_nothing
  Scenario: An NFT that cannot be migrated is told, and keeps no other from arriving
    Given a collection of 3 NFTs on Sei, one of which has no picture
    When ReplantWorld migrates it
    Then ReplantWorld says that one of them could not be migrated
    And the database and ReplantWorld know of exactly 2 of them

  @needs_control @isolated @bug_failures_called_success @bug_answers_unreadable
  Scenario Outline: That <chain> is away is told
    Given a collection of 2 NFTs on Sei
    When ReplantWorld migrates it while <chain> is away
    Then ReplantWorld says that <chain> gave no answer

    Examples:
      | chain  |
      | Sei    |
      | Solana |

  @needs_control @isolated
  Scenario: Nothing is migrated while Sei is away
    Given a collection of 2 NFTs on Sei
    When ReplantWorld migrates it while Sei is away
    Then the database and ReplantWorld know of exactly 0 of them

  @needs_control @isolated @needs_solana @bug_simulated_minting
  Scenario: Nothing is half done while Solana is away
    Given a collection of 2 NFTs on Sei
    When ReplantWorld migrates it while Solana is away
    Then none of them is half migrated

  @needs_control @isolated @needs_solana @bug_simulated_minting @bug_migrates_nothing
  Scenario Outline: What could not be migrated while <chain> was away arrives when it is back
    Given a collection of 2 NFTs on Sei, whose migration failed because <chain> was away
    When ReplantWorld migrates it
    Then each of them is on Solana once, with all that belongs to it, and all who know of it agree

    Examples:
      | chain  |
      | Sei    |
      | Solana |

  @needs_control @isolated @bug_migrates_nothing
  Scenario: Everything is migrated while the cache is away
    Given a collection of 2 NFTs on Sei
    When ReplantWorld migrates it while the cache is away
    Then the database and ReplantWorld know of exactly 2 of them
