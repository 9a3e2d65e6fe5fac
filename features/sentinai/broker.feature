@sentinai @isolated @needs_control
Feature: No accepted exception is lost while the broker is away
  While the broker is away SentinAI may refuse an exception, or keep it for later. It may not
  accept it and then lose it.

  @bug_chain_stops_at_playbooks
  Scenario: Exceptions submitted while the broker is away are refused or delivered later
    Given a tenant whose playbook calls a tool
    When 5 exceptions are submitted while the broker is away, and another when it is back
    Then each is either accepted or refused for the time being
    And each accepted one passes every stage, while nothing is known of the others
