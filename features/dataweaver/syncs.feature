@dataweaver
Feature: A sync brings what has changed, and says so
  People rely on what they have extracted, because DataWeaver brings what has changed since: just
  that, on time, and with a log that tells the truth, above all when a sync has failed.

  @needs_files
  Scenario Outline: The first sync of <place> brings everything
    Given <place> with a table to be synced
    When the connector is synced
    Then the sync brings every row

    @needs_tables @bug_no_files
    Examples: Laboratory
      | place        |
      | a laboratory |

    @needs_channels @bug_no_files
    Examples: Slack
      | place             |
      | a Slack workspace |

    @needs_sheets @bug_no_files
    Examples: Google Workspace
      | place                 |
      | a Google Drive folder |

  @needs_tables @needs_files @bug_no_files
  Scenario: A sync brings every table of its connector
    Given a laboratory with two tables to be synced
    When the connector is synced
    Then the sync brings every row

  @needs_files @needs_log
  Scenario Outline: After a change in <place> the next sync brings just that
    Given <place> with a table that was synced
    When the table is changed, and the connector is synced
    Then the sync brings the rows that are new or changed, and no others
    And the log counts what has changed

    @needs_tables @bug_no_files
    Examples: Laboratory
      | place        |
      | a laboratory |

    @needs_channels @bug_no_files
    Examples: Slack
      | place             |
      | a Slack workspace |

    @needs_sheets @bug_no_files
    Examples: Google Workspace
      | place                 |
      | a Google Drive folder |

  @needs_tables @needs_files @bug_no_files
  Scenario: A sync without a change brings nothing
    Given a laboratory with a table that was synced
    When the connector is synced
    Then the sync brings nothing

  @needs_tables @needs_log @bug_failed_as_completed
  Scenario: A sync that fails is told as failed, with the reason
    Given a laboratory with a table that was synced
    When the table is taken away, and somebody tries to sync
    Then the sync has failed, and the log says so with the reason

  @needs_tables @needs_files @bug_no_files
  Scenario: What a failed sync has missed is brought by the next one
    Given a laboratory with a table that was synced
    When the table is changed, and a sync fails before the next one
    Then the sync brings the rows that are new or changed, and no others

  @needs_tables @bug_times_never_told
  Scenario: A connector shows when it was synced last
    Given a laboratory with a table to be synced
    And a neighbouring connector
    When the connector is synced
    Then the connector shows when it was synced last

  @needs_tables @bug_times_never_told
  Scenario: A connector shows when it is synced next
    Given a laboratory with a table to be synced
    And the connector is to be synced 43 minutes past every hour
    When the connector is to be synced 17 minutes past every hour
    Then the connector shows 17 minutes past as its next sync

  @needs_tables @bug_times_never_told
  Scenario: A schedule that is switched off plans nothing
    Given a laboratory with a table to be synced
    And the connector is to be synced 17 minutes past every hour
    When the schedule of the connector is switched off
    Then the connector shows no next sync

  @needs_tables @bug_times_never_told
  Scenario: A schedule fires
    Given a laboratory with a table to be synced
    When the connector is to be synced as often as possible
    Then the connector is synced by itself
