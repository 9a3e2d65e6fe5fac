@sentinai
Feature: The name that a caller is told is the exception's name everywhere
  The answer to a submitted exception carries its name. Whoever asks with that name, a minute
  or a year later, is told what became of it.

  @bug_receipts_name_nobody @bug_chain_stops_at_playbooks
  Scenario: Status, timeline and every stage know an exception by the name that was assigned
    Given a tenant whose playbook calls a tool
    When an exception without a name is submitted
    Then it passes every stage under the name that was assigned
    And its status is told under the same name

  @needs_resolution @bug_chain_stops_at_playbooks
  Scenario: An exception whose playbook is done is resolved
    Given a tenant whose playbook calls a tool
    When an exception is submitted
    Then it is resolved

  @bug_receipts_name_nobody @bug_chain_stops_at_playbooks
  Scenario: A name that the caller brings along is kept
    Given a tenant whose playbook calls a tool
    When an exception is submitted
    Then it passes every stage under the name that it brought along
    And its status is told under the same name

  @bug_sources_lost
  Scenario: The status tells where an exception came from and of which kind it is
    Given a tenant whose playbook calls a tool
    When an exception from "Warehouse 7" is submitted
    Then its status names "Warehouse 7" and its kind
