@sentinai @isolated @needs_control
Feature: What was accepted arrives, even if the broker was away
  While the broker is away SentinAI may refuse an exception or keep it for later. It may not
  say that it took it and lose it.

  Scenario: Exceptions posted while the broker is away are refused or delivered later
    Given a tenant whose playbook calls a tool
    When 5 exceptions are posted while the broker is away
    Then each of them passes every stage once and in order
    And nothing is known of those that were refused
