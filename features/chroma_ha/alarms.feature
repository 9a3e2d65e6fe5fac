@chroma_ha @isolated @needs_control @needs_slack
Feature: Somebody is told when a server dies
  Operators sleep, and Slack wakes them: once when a server dies, and once when it is back. Whoever
  is told the same thing again and again soon does not listen any more.

  @bug_recovery_untold
  Scenario Outline: One message tells that the <server> is away, and one that it is back
    When the <server> is killed, and comes back once somebody was told
    Then one message told that the <server> was away, and one after it that it was back

    Examples:
      | server  |
      | primary |
      | replica |
