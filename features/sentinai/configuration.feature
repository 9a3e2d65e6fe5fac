@sentinai @law @isolated @needs_control @bug_chain_stops_at_playbooks
Feature: A change holds for all that is submitted afterwards
  Whoever changes how exceptions are handled is told that it is done. From then on it is done,
  whichever worker takes the next exception.

  Scenario: A new version of a playbook is followed from then on
    Given a tenant whose playbook calls a tool
    And two workers of every kind
    And 12 exceptions that have passed every stage
    When the playbook gets a new version, and 12 exceptions are submitted
    Then these are handled by the new version, and none of the former ones again

  Scenario: A tool that is switched off is not called any more
    Given a tenant whose playbook calls a tool
    And two workers of every kind
    And 12 exceptions that have passed every stage
    When the tool is switched off, and 12 exceptions are submitted
    Then the tool is called for none of these, and each comes to an end

  Scenario: A tool that is switched on again is called again
    Given a tenant whose playbook calls a tool
    And two workers of every kind
    When the tool is switched off and on again, and 12 exceptions are submitted
    Then each of them passes every stage once and in order
