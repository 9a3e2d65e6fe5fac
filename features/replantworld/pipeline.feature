@replantworld @bug_migrates_nothing
Feature: Every NFT arrives once, and whole
  People hand a collection over on Sei and rely on finding it again on Solana: every NFT of it, each
  once, with all that belongs to it, and whoever asks anybody about it gets the same answer.

  @needs_solana @bug_simulated_minting
  Scenario Outline: A collection of <count> arrives whole
    Given a collection of <count> NFTs on Sei
    When ReplantWorld migrates it
    Then each of them is on Solana once, with all that belongs to it, and all who know of it agree

    Examples:
      | count |
      | 1     |
      | 12    |
      | 250   |

  @needs_solana @bug_simulated_minting
  Scenario: Several collections arrive together
    Given 3 collections of 4 NFTs on Sei
    When ReplantWorld migrates them
    Then each of them is on Solana once, with all that belongs to it, and all who know of it agree

  Scenario: A collection that nobody migrates stays where it is
    Given 2 collections of 2 NFTs on Sei
    When ReplantWorld migrates the first of them
    Then the database and ReplantWorld know of all NFTs of the first, and of none of the other

  @bug_answers_unreadable
  Scenario: The five stages tell what became of how many
    Given a collection of 5 NFTs on Sei
    When ReplantWorld migrates it
    Then the five stages tell of 5 NFTs, all of which arrived
    And the database and ReplantWorld know of exactly 5 of them

  Scenario: No more NFTs are migrated than were asked for
    Given 2 collections of 4 NFTs on Sei
    When ReplantWorld migrates at most 3 of each
    Then the database and ReplantWorld know of exactly 3 of each

  @bug_second_runs_fail
  Scenario: How many were asked for is forgotten by the next time
    Given a collection of 7 NFTs on Sei, of which ReplantWorld was asked to migrate at most 3
    When ReplantWorld migrates it
    Then the database and ReplantWorld know of exactly 7 of them

  @needs_solana @bug_simulated_minting
  Scenario: A second migration mints nothing again
    Given a collection of 4 NFTs that ReplantWorld has been told to migrate
    When ReplantWorld migrates it
    Then each of them is on Solana once, with all that belongs to it, and all who know of it agree

  @needs_solana @bug_simulated_minting
  Scenario: A collection that is migrated twice at the same time arrives once
    Given a collection of 12 NFTs on Sei
    When ReplantWorld migrates it 2 times at once
    Then each of them is on Solana once, with all that belongs to it, and all who know of it agree

  @bug_ids_renewed
  Scenario: A second migration leaves every NFT the address that it has
    Given a collection of 4 NFTs that ReplantWorld has been told to migrate
    When ReplantWorld migrates it afresh
    Then every NFT has the address on Solana that it had before

  Scenario: An NFT that was burned before its migration does not arrive
    Given a collection of 3 NFTs on Sei
    When one of them is burned, and ReplantWorld migrates the collection
    Then the database and ReplantWorld know of exactly 2 of them

  @needs_solana @bug_simulated_minting
  Scenario: An NFT that could not be migrated, and has changed since, arrives as it is now
    Given a collection of 3 NFTs that ReplantWorld has been told to migrate, one of which has no picture
    When everything about that one changes, and ReplantWorld migrates the collection
    Then each of them is on Solana once, with all that belongs to it, and all who know of it agree
