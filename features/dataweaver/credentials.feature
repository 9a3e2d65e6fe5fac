@dataweaver @configuration
Feature: Testing a connector tells the truth
  Before people rely on a connector they test it. It says that it works, or why it does not, and
  the list of connectors shows the same.

  Scenario Outline: A connector to <place> passes its test and is shown as connected
    Given <place> that DataWeaver is connected with
    And a neighbouring connector
    When the connector is tested
    Then the test of the connector succeeds
    And the connector is shown as connected

    @needs_tables @bug_status_never_changes
    Examples: Laboratory
      | place        |
      | a laboratory |

    @needs_database
    Examples: Database
      | place      |
      | a database |

    @needs_channels @bug_status_never_changes
    Examples: Slack
      | place             |
      | a Slack workspace |

    @needs_sheets @bug_status_never_changes
    Examples: Google Workspace
      | place                 |
      | a Google Drive folder |

  @needs_tables @bug_status_never_changes
  Scenario: A connector that gets its right credentials back works again
    Given a laboratory that DataWeaver is connected with
    When the connector gets wrong credentials for one test, and is tested again
    Then the test of the connector succeeds
    And the connector is shown as connected

  Scenario Outline: A connector to <place> with wrong credentials fails its test with the reason
    Given <place> that DataWeaver is connected with
    And a neighbouring connector
    When the connector gets wrong credentials and is tested
    Then the test of the connector fails, and the reason names the credentials
    And the connector is not shown as connected

    @needs_tables @bug_demo_data
    Examples: Laboratory
      | place        |
      | a laboratory |

    @needs_channels @bug_demo_data
    Examples: Slack
      | place             |
      | a Slack workspace |

    @needs_sheets @bug_demo_drive
    Examples: Google Workspace
      | place                 |
      | a Google Drive folder |
