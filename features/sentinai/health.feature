@sentinai @isolated
Feature: SentinAI tells the truth about itself
  Operators and their machines believe what SentinAI reports of its health. A worker that is
  dead is not ready, and metrics are what really happened.

  @needs_control @bug_health_of_other_hosts
  Scenario Outline: A killed <kind> worker is not ready, and the others are
    Given a tenant whose playbook calls a tool
    When the <kind> worker is killed
    Then SentinAI reports that the <kind> workers are not ready, and all others are

    Examples:
      | kind     |
      | intake   |
      | tool     |
      | feedback |

  @needs_control @bug_health_of_other_hosts
  Scenario: A worker that was restarted is ready again
    Given a tenant whose playbook calls a tool
    When the triage worker is killed and restarted
    Then SentinAI reports that all workers are ready

  @bug_no_dead_letters @bug_metrics_hidden @bug_chain_stops_at_playbooks
  Scenario: The metrics are what the observers counted
    Given a tenant whose tool never works for the first exception
    When 4 exceptions are submitted
    Then the first one is dead-lettered, and the others pass every stage
    And SentinAI's metrics say the same
