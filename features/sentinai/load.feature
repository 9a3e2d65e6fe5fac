@sentinai
Feature: Many exceptions are worked on at the same time
  Stages work side by side. Many exceptions together take far less time than one after the
  other would.

  Scenario: 500 exceptions at once take less than half the time of one after the other
    Given a tenant whose playbook calls a tool
    And an exception has passed every stage alone
    When 500 exceptions pass every stage together
    Then they took less than half of the time of 500 alone
