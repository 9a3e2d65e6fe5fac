@sentinai
Feature: What was given up waits for somebody to decide
  A dead letter is neither lost nor done. Somebody looks at its cause and has it tried again,
  or puts it away for good.

  Scenario: A dead letter that is retried is worked on again, to the end
    Given a tenant whose tool never works
    And an exception that was given up
    When the tool works again and the dead letter is retried
    Then the exception passes the stages that it had missed
    And the dead letter counts as succeeded

  Scenario: A dead letter that fails again waits again
    Given a tenant whose tool never works
    And an exception that was given up
    When the dead letter is retried
    Then the exception is given up once more
    And the dead letter counts as pending

  Scenario: A dead letter that is discarded is never worked on again
    Given a tenant whose tool never works
    And an exception that was given up
    When the dead letter is discarded and the tool works again
    Then nothing is done for that exception any more
    And the dead letter counts as discarded
    And it cannot be retried

  @needs_kafka
  Scenario Outline: A message <flaw> becomes a dead letter and holds up no other
    Given a tenant whose playbook calls a tool
    When a message <flaw> arrives
    Then one dead letter holds that message
    And an exception that comes after it passes every stage

    Examples:
      | flaw                  |
      | of a newer version    |
      | with an unknown field |
      | without a payload     |
