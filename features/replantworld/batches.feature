@replantworld @bug_batches_move_nothing
Feature: A large collection is migrated in batches
  Nobody waits for a thousand NFTs one by one. They are migrated in batches, several at a time and
  never more than were agreed upon, and the job says truly what became of them.

  @needs_solana
  Scenario: A job of many batches brings every NFT once
    Given a collection of 23 NFTs on Sei
    When ReplantWorld runs a job for it, in batches of 5
    Then each of them is on Solana once, with all that belongs to it, and all who know of it agree

  @needs_database
  Scenario: No batch is larger than agreed, and no more are worked on at a time
    Given a collection of 23 NFTs on Sei
    When ReplantWorld runs a job for it, in batches of 5
    Then it was migrated in batches of 5 and a last one of 3, no more of them at a time than agreed

  Scenario: The job counts what has become of its NFTs
    Given a collection of 7 NFTs on Sei
    When ReplantWorld runs a job for it, in batches of 3
    Then answer and job count 7 NFTs, of which 0 failed
    And the database and ReplantWorld know of exactly 7 of them

  Scenario: An NFT that can never be migrated is counted as failed, and the others arrive
    Given a collection of 4 NFTs on Sei, one of which has no picture
    When ReplantWorld runs a job for it, in batches of 2
    Then answer and job count 4 NFTs, of which 1 failed
    And the database and ReplantWorld know of exactly 3 of them

  @needs_solana
  Scenario: A job that is run again mints nothing again
    Given a collection of 4 NFTs that a job of ReplantWorld has migrated
    When ReplantWorld runs the job again
    Then each of them is on Solana once, with all that belongs to it, and all who know of it agree
    And answer and job count 4 NFTs, of which 0 failed

  Scenario: The progress of a job is seen to grow, and ends with the whole
    Given a collection of 60 NFTs on Sei
    When ReplantWorld runs a job for it, in batches of 2, and somebody looks on
    Then its progress has grown step by step to all 60 NFTs

  @needs_solana @needs_control @needs_restart @isolated
  Scenario: A job that was interrupted goes on where it was, and mints nothing twice
    Given a collection of 60 NFTs on Sei
    When ReplantWorld is killed while it runs a job for it, and runs the job again
    Then each of them is on Solana once, with all that belongs to it, and all who know of it agree
