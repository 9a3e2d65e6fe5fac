@chroma_ha @isolated
Feature: What Chroma HA tells of itself is true
  Operators look at the status before they act. It shows within a minute who is dead and who is
  back, it counts what was really sent, and it says what a server still lacks.

  @needs_control
  Scenario Outline: A killed <server> is shown as gone, and the other one as healthy
    When the <server> is killed
    Then the status shows in time that the <server> is away and the other server is healthy

    Examples:
      | server  |
      | primary |
      | replica |

  @needs_control
  Scenario: A server that comes back is shown as healthy again
    When the replica is killed, and comes back once the status shows it
    Then the status shows in time that both servers are healthy

  @needs_control
  Scenario: Chroma HA says when it cannot serve anybody
    When both servers are killed
    Then Chroma HA says in time that it is not healthy

  @needs_control @needs_log @bug_hidden_waiting_writes
  Scenario: Writes that a server still lacks are counted, wherever one looks
    Given a collection with 3 documents on both servers
    When 5 documents are written while the replica is killed
    Then status, health and log count 5 more writes that are waiting

  @needs_control @needs_log
  Scenario: Nothing waits any more once a server has everything
    Given a collection with 3 documents on both servers
    When 5 documents are written while the replica is away
    Then status, health and log come to count no more writes that are waiting

  @needs_servers @needs_log
  Scenario: A write that can never be applied holds up no other, and is shown
    Given two collections on both servers
    When the replica has lost one of them, and documents are written to both
    Then the other one is whole on the balancer and both servers
    And the log shows the write that cannot be applied

  @bug_probes_counted
  Scenario: Reads are counted
    Given a collection with 3 documents
    When somebody reads it 60 times
    Then the status counts 60 more requests

  @bug_probes_counted
  Scenario: Reads are shared between the servers as the strategy says
    Given a collection with 3 documents on both servers
    When somebody looks it up 200 times
    Then the share of the replica is that of the strategy

  @bug_probes_counted
  Scenario: Writes go to the primary
    Given a collection with 3 documents
    When 20 more documents are written one by one
    Then the status counts them all at the primary
