@replantworld @isolated
Feature: The monitor tells of the work that was done
  Whoever runs ReplantWorld wants to see how busy it is, and to be told when something goes badly,
  once. What the monitor tells grows with the work, and fits what everybody else tells.

  @bug_queries_uncounted
  Scenario: The work of the database is counted
    Given a collection of 3 NFTs on Sei
    When ReplantWorld migrates it under the eyes of its monitor
    Then the monitor counts more work of the database than while nothing is done

  @bug_measures_forgotten
  Scenario: What was measured can be asked for, kind by kind
    Given a collection of 3 NFTs on Sei
    When ReplantWorld migrates it under the eyes of its monitor
    Then the monitor keeps measures of it, and shows of every kind just what belongs to it

  Scenario: Of the cache the monitor tells what the cache tells itself
    Given a collection of 3 NFTs on Sei
    When ReplantWorld migrates it under the eyes of its monitor
    Then monitor and cache tell the same of the cache's use

  Scenario: A migration is watched no longer than it lasts
    When ReplantWorld migrates a collection that does not exist, under the eyes of its monitor
    Then the monitor watches no more than before

  @needs_alerts
  Scenario: A cache of too little use raises an alert, and raises it once
    Given a collection whose migration has left the cache with too few hits
    When ReplantWorld migrates it afresh
    Then one alert tells that the cache is of too little use

  @needs_alerts
  Scenario: What is beyond its bound raises an alert, and nothing else does
    When ReplantWorld migrates a collection that does not exist, under the eyes of its monitor
    Then an alert stands for all that is beyond its bound, and for nothing else
