@sentinai
Feature: A dead letter waits for somebody to decide
  A dead letter is neither lost nor done. Somebody looks at its cause and has it retried, or
  discards it for good.

  @bug_no_dead_letters @bug_chain_stops_at_playbooks
  Scenario: A dead letter that is retried is processed to the end
    Given a tenant whose tool never works
    And an exception that was dead-lettered
    When the tool works again and the dead letter is retried
    Then the exception passes the stages that it had missed
    And the dead letter counts as succeeded

  @bug_no_dead_letters @bug_chain_stops_at_playbooks
  Scenario: A dead letter that fails again waits again
    Given a tenant whose tool never works
    And an exception that was dead-lettered
    When the dead letter is retried
    Then the exception is dead-lettered once more
    And the dead letter counts as pending

  @bug_no_dead_letters @bug_chain_stops_at_playbooks
  Scenario: A dead letter that is discarded is never processed again
    Given a tenant whose tool never works
    And an exception that was dead-lettered
    When the dead letter is discarded and the tool works again
    Then the exception is not processed any further
    And the dead letter counts as discarded

  @needs_database @bug_discarded_letters_retried
  Scenario: A dead letter that is discarded cannot be retried any more
    Given a tenant whose playbook calls a tool
    And 2 dead letters
    When the first dead letter is discarded
    Then it cannot be retried
    And the other dead letter waits as before

  @needs_kafka @bug_unreadable_messages_lost
  Scenario Outline: A message <flaw> becomes a dead letter and blocks no other
    Given a tenant whose playbook calls a tool
    When a message <flaw> arrives
    Then one dead letter holds that message
    And exceptions that are submitted later are processed

    Examples:
      | flaw                  |
      | of a newer version    |
      | with an unknown field |
      | without a payload     |
