@sentinai @isolated @needs_control @bug_chain_stops_at_playbooks
Feature: Workers come and go, and no exception notices
  A worker may be killed in the middle of its work, and more of them may be started when there
  is much to do. No exception is lost for that, and none is processed twice.

  @bug_deliveries_repeat_work
  Scenario Outline: Nothing is lost or done twice when the <kind> worker is killed
    Given a tenant whose playbook calls a tool
    When the <kind> worker is killed amid 60 exceptions and restarted
    Then each of them passes every stage once and in order

    Examples:
      | kind     |
      | intake   |
      | triage   |
      | policy   |
      | playbook |
      | feedback |

  @bug_deliveries_repeat_work
  Scenario: Nothing is lost or done twice when the tool worker is killed
    Given a tenant whose playbook calls a tool
    When the tool worker is killed amid 60 exceptions and restarted
    Then each of them passes every stage once and in order, though a call may be repeated

  @bug_new_workers_repeat_work
  Scenario Outline: <count> workers of a kind share the work, and the order holds
    Given a tenant whose playbook calls a tool
    And <count> workers of every kind that calls tools
    When 60 exceptions are submitted at once
    Then the <count> workers have worked at the same time
    And each of them passes every stage once and in order

    Examples:
      | count |
      | 2     |
      | 4     |

  Scenario: The order holds with two workers of every kind
    Given a tenant whose playbook calls a tool
    And two workers of every kind
    When 60 exceptions are submitted at once
    Then each of them passes every stage once and in order

  @bug_new_workers_repeat_work
  Scenario: Nothing is lost or done twice when more workers are started
    Given a tenant whose playbook calls a tool
    When a second worker of every kind is started amid 60 exceptions
    Then each of them passes every stage once and in order
