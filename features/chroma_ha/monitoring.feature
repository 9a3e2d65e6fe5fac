@chroma_ha
Feature: Whoever runs Chroma HA learns in time that it needs more
  It measures what it uses, and recommends more before anything runs out: not too early, not too
  late, and not again and again. Until there is more, it gets along with what it has.

  @needs_database @bug_monitoring_unkept
  Scenario: What monitoring keeps has its place
    Then there is a place for measurements, recommendations, tasks and workers

  @needs_database @bug_monitoring_unkept
  Scenario: What Chroma HA uses is measured again and again
    Then new measurements are written down in time, and each can be true

  @isolated @needs_database @needs_control @needs_usage @needs_slack @needs_cool_down @bug_monitoring_unkept @bug_recovery_untold
  Scenario Outline: One message tells that <percent> % of the <resource> is used, and one that it is over
    When it uses <percent> % of its <resource> for a while
    Then one message told that <percent> % of its <resource> is used, and one that it is over

    Examples:
      | resource | percent |
      | memory   | 85.1    |
      | memory   | 95.1    |
      | cpu      | 80.1    |

  @isolated @needs_database @needs_control @needs_usage @bug_monitoring_unkept
  Scenario Outline: More than <bound> % of its <resource> is too much, and not a bit less
    When it comes to use more than <bound> % of its <resource>
    Then up to <bound> % of its <resource> it recommends more <before>, and beyond that <beyond>

    Examples:
      | resource | bound | before     | beyond   |
      | memory   | 85    | not at all | soon     |
      | memory   | 95    | soon       | at once  |
      | cpu      | 80    | not at all | soon     |
      | disk     | 80    | not at all | some day |

  @isolated @needs_servers @needs_control @needs_usage @needs_log
  Scenario Outline: With <percent> % of its memory in use it carries less at a time, but everything
    Given a collection with 3 documents on both servers
    When 4 documents are written while <percent> % of the memory is used
    Then the balancer and both servers hold exactly what was acknowledged
    And it says that it carried less at a time

    Examples:
      | percent |
      | 80.1    |
      | 97      |

  @isolated @needs_servers @needs_control @needs_usage @needs_log @bug_empty_batches
  Scenario: With 60.1 % of its memory in use it carries everything, however little that is
    Given a collection with 3 documents on both servers
    When 4 documents are written while 60.1 % of the memory is used
    Then the balancer and both servers hold exactly what was acknowledged
