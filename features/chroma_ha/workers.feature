@chroma_ha @isolated @needs_servers @needs_database
Feature: Several workers share what a server lacks
  What a server has missed is cut into tasks, and whoever has nothing else to do claims one. None is
  done twice, none is left undone, and nobody needs to be there for long.

  @needs_control @needs_workers
  Scenario: What a server lacks is shared among the workers, and each task is done once
    When a collection with 3 documents is made while the replica is frozen
    Then each task of the collection is done once, and by one worker
    And the balancer and both servers hold exactly what was acknowledged

  @needs_control @needs_workers @needs_worker_switches @bug_dead_workers_active
  Scenario: What a worker leaves undone when it dies is taken over, and its death is told
    When a worker dies amid a task, while a collection with 3 documents is made
    Then another worker does what the dead one had to do
    And the dead worker is shown in time as not active
    And the balancer and both servers hold exactly what was acknowledged

  @needs_control @needs_workers @bug_additions_only
  Scenario: What is changed and deleted is a task of the workers, too
    Given a collection with these documents on both servers
      | document |
      | contract |
      | invoice  |
      | minutes  |
    When "invoice" is updated, "minutes" is deleted and "offer" is written while the replica is away
    Then the documents changed exactly like this
      | change  | document |
      | updated | invoice  |
      | removed | minutes  |
      | added   | offer    |

  @needs_workers
  Scenario: Whoever works gives signs of life again and again
    Then each worker gives a new sign of life in time

  @needs_control @needs_workers @needs_worker_switches
  Scenario: A dead worker is silent, and no other one
    When a worker dies
    Then its silence is told for as long as it lasts, and no other worker is silent

  @needs_sync_mode
  Scenario: Workers share tasks where they are told to, and only there
    When a collection with 3 documents is made
    Then the balancer and both servers hold exactly what was acknowledged
    And workers shared that if they are told to, and otherwise nobody did
