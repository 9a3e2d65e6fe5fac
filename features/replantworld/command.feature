@replantworld @isolated @needs_manage
Feature: An operator tests ReplantWorld by a command
  Whoever runs ReplantWorld tests it where it runs, after every change, and often by a script: the
  command must end as the test did, and leave the place as clean as it was.

  @needs_solana @bug_no_test_command
  Scenario Outline: The operator's test of <what> succeeds, and is seen on Solana
    When an operator tests <what>
    Then the command has succeeded, and others have seen it

    Examples:
      | what         |
      | the pipeline |
      | a batch      |
      | the cache    |
      | performance  |
      | speed        |

  @needs_control @bug_no_test_command
  Scenario: The operator's test fails for as long as Solana is away
    When an operator tests the pipeline while Solana is away, and when it is back
    Then the command has failed first, and succeeded afterwards

  @needs_database @bug_no_test_command
  Scenario: Who cleans up leaves nothing of the tests, and all that is not of them
    Given a collection of 3 NFTs that ReplantWorld has been told to migrate
    And an operator who has tested a batch
    When the operator cleans up
    Then nothing is left of the tests
    And each of them is on Solana once, with all that belongs to it, and all who know of it agree
