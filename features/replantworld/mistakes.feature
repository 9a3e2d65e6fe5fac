@replantworld
Feature: A mistake of the caller is told to the caller
  Whoever asks for what makes no sense is told what is wrong with it, in one sentence and without a
  look inside; and whoever has no right to change anything changes nothing.

  Scenario Outline: <mistake> is refused
    When somebody asks for <mistake>
    Then it is refused as the caller's mistake, with a word on what is wrong, and no look inside

    Examples:
      | mistake                              |
      | a migration of no collection         |
      | a batch of no job                    |
      | a batch of a job that does not exist |
      | a job without a name                 |
      | a test that nobody knows             |

    @bug_mistakes_break_it
    Examples:
      | mistake                                  |
      | a migration of something that is no list |
      | a migration of less than one NFT         |
      | a migration in words that nobody reads   |
      | a batch of a job with a senseless name   |
      | a job with an endless name               |
      | a job in batches of less than one        |
      | a page of jobs that is no number         |
      | measures of which the number is none     |
      | a test of less than one NFT              |
      | a page of tests that is no number        |

  @bug_open_to_all
  Scenario: Whoever has no right to it migrates nothing
    Given a collection of 2 NFTs on Sei
    When somebody without a key asks ReplantWorld to migrate it
    Then it is denied
    And the database and ReplantWorld know of exactly 0 of them

  @bug_open_to_all
  Scenario: Whoever has no right to it makes no job
    Given a collection of 2 NFTs on Sei
    When somebody without a key asks ReplantWorld for a job that migrates it
    Then it is denied

  @bug_open_to_all
  Scenario: Whoever has no right to it runs no job
    Given a collection of 2 NFTs on Sei, for which there is a job
    When somebody without a key asks ReplantWorld to run the job
    Then it is denied
    And the database and ReplantWorld know of exactly 0 of them

  @bug_open_to_all
  Scenario: Whoever has no right to it runs no test
    When somebody without a key asks ReplantWorld to test itself
    Then it is denied

  @needs_rollback @bug_open_to_all @bug_batches_move_nothing
  Scenario: Whoever has no right to it takes nothing back
    Given a collection of 2 NFTs that a job of ReplantWorld has migrated
    When somebody without a key asks ReplantWorld to take the job back
    Then it is denied
    And the database and ReplantWorld know of exactly 2 of them
