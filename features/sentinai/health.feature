@sentinai @isolated
Feature: SentinAI tells the truth about itself
  Operators and their machines believe what SentinAI says of its health. A worker that is
  dead is not ready, and figures are what really happened.

  @needs_control
  Scenario Outline: A dead <kind> worker is not ready, and the others are
    Given a tenant whose playbook calls a tool
    When the <kind> worker is struck dead
    Then SentinAI says that the <kind> workers are not ready, and all others are

    Examples:
      | kind     |
      | intake   |
      | tool     |
      | feedback |

  @needs_control
  Scenario: A worker that is back is ready again
    Given a tenant whose playbook calls a tool
    When the triage worker is struck dead and started again
    Then SentinAI says that all workers are ready

  Scenario: The figures are what the observers counted
    Given a tenant whose tool never works for the first exception
    When 4 exceptions are posted
    Then the first one is given up, and the others pass every stage
    And SentinAI's figures say the same
