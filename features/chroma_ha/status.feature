@chroma_ha @isolated @needs_control
Feature: The status tells which servers are there
  Operators look at the status before they act. Within a minute it shows a server that is dead, and
  within a minute one that is back, and it never takes one server for the other.

  Scenario Outline: A killed <server> is shown as gone, and the other one as healthy
    When the <server> is killed
    Then the status shows in time that the <server> is away and the other server is healthy

    Examples:
      | server  |
      | primary |
      | replica |

  Scenario: A server that comes back is shown as healthy again
    When the replica is killed, and comes back once the status shows it
    Then the status shows in time that both servers are healthy
