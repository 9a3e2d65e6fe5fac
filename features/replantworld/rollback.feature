@replantworld @needs_rollback
Feature: A migration can be taken back
  Who regrets a migration takes it back, all of it: nothing of it stays on Solana, nobody calls it
  migrated any more, and whoever has nothing to do with it does not notice.

  @needs_solana
  Scenario: What is taken back is gone from Solana, and its neighbour stays
    Given 2 collections of 3 NFTs that jobs of ReplantWorld have migrated
    When ReplantWorld takes the job of the first back
    Then nothing is left of the first, and the other is as it was

  Scenario: What was taken back is called so
    Given a collection of 3 NFTs that a job of ReplantWorld has migrated
    When ReplantWorld takes the job back
    Then ReplantWorld calls all 3 of them rolled back, and its job counts none as migrated

  @needs_solana
  Scenario: Who takes a migration back twice changes nothing by the second time
    Given a collection of 3 NFTs that a job of ReplantWorld has migrated
    When ReplantWorld takes the job back twice
    Then ReplantWorld calls all 3 of them rolled back, and its job counts none as migrated

  @needs_solana @needs_control @isolated
  Scenario: What was interrupted can be finished
    Given a collection of 3 NFTs that a job of ReplantWorld has migrated
    When ReplantWorld takes the job back while Solana is away, and again when it is back
    Then ReplantWorld calls all 3 of them rolled back, and its job counts none as migrated

  @needs_solana
  Scenario: What was taken back can be migrated again
    Given a collection of 3 NFTs that ReplantWorld has migrated and taken back
    When ReplantWorld migrates it
    Then each of them is on Solana once, with all that belongs to it, and all who know of it agree
