@sentinai @isolated
Feature: Many exceptions are processed at the same time
  Stages work side by side. Many exceptions together take far less time than one after the
  other would.

  @bug_chain_stops_at_playbooks
  Scenario: 200 exceptions at once take less than half the time that they would one by one
    Given a tenant whose playbook calls a tool
    And 10 exceptions have passed every stage, one after the other
    When 200 exceptions pass every stage together
    Then together they took less than half the time for each
