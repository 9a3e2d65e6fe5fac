@chroma_ha @needs_servers
Feature: A collection is whole on both servers, whatever its size
  Replication takes documents in portions. Whoever counts on it must not need to know where one
  portion ends: an empty collection arrives, and so does every document of a large one.

  Scenario Outline: A collection of <count> documents is whole on both servers
    When a collection with <count> documents is made
    Then the balancer and both servers hold exactly what was acknowledged

    Examples:
      | count |
      | 1     |
      | 999   |
      | 1000  |

    @bug_sizes_guessed
    Examples:
      | count |
      | 0     |
      | 1001  |
      | 2500  |
