@sentinai @needs_kafka
Feature: Nobody misses a deadline without a warning
  Exceptions may have to be settled by a certain time. SentinAI warns once before that time,
  and gives notice once when it has passed.

  @bug_deadlines_unnoticed
  Scenario: One warning comes before the deadline and one expiry notice after it
    Given a tenant whose playbook calls a tool
    And an open exception with a deadline and another one without
    When the deadline passes
    Then one warning came before it, and one expiry notice after it
