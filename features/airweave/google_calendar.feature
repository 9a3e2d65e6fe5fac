@airweave @connectors @google_calendar
Feature: An event is found by its words and by its day
  Events come again, last whole days, and are moved; in search each is found once.

  @bug_calendar_ids_shared
  Scenario: A weekly event is found once
    Given a Google calendar that Airweave has synced
    When "Stand-up" is added as a weekly event
    And Airweave syncs
    Then the collection changed exactly like this
      | change | event    |
      | added  | Stand-up |

  @bug_calendar_ids_shared
  Scenario: An all-day event is found
    Given a Google calendar that Airweave has synced
    When "Company holiday" is added as an all-day event
    And Airweave syncs
    Then the collection changed exactly like this
      | change | event           |
      | added  | Company holiday |

  Scenario: An event without a title is found
    Given a Google calendar with test events
    When an event without a title is added
    And Airweave syncs
    Then search finds them with score ≥ 0.8

  Scenario: A moved event is found by its new day
    Given a Google calendar that Airweave has synced
    When "Pricing" is moved to the day "2031-04-17"
    And Airweave syncs
    Then search for "2031-04-17" brings "Pricing" first

  @bug_calendar_ids_shared
  Scenario: A calendar is found by its new description
    Given a Google calendar that Airweave has synced
    When the calendar is described as "Zebrawood Shelves"
    And Airweave syncs
    Then search for "Zebrawood Shelves" finds the calendar first
    And the collection did not change
