@dataweaver @configuration
Feature: A connector is what somebody has set up
  People connect what they work with, and leave their credentials there. A connector stays as they
  made it, does what they changed, is gone when they delete it, and tells nobody how it logs in.

  Scenario Outline: A <kind> connector that logs in with <login> is found as it was set up
    When a <kind> connector that logs in with <login> is set up
    Then every connector is as it was set up, wherever one looks

    Examples:
      | kind             | login             |
      | Google Workspace | a consent         |
      | Slack            | a key             |
      | laboratory       | user and password |
      | laboratory       | a token           |
      | laboratory       | nothing           |

  Scenario: A changed connector shows just the change, and its neighbour stays
    Given a Slack connector that logs in with a key
    And a neighbouring connector
    When the connector gets another name and a schedule
    Then every connector is as it was set up, wherever one looks

  Scenario: A deleted connector is gone, and its neighbour stays
    Given a Slack connector that logs in with a key
    And a neighbouring connector
    When the connector is deleted
    Then every connector is as it was set up, wherever one looks

  @bug_data_sources_hold_connectors
  Scenario: A connector goes with its data sources, or not at all
    Given a laboratory connector that logs in with nothing
    And a neighbouring connector
    And the connector has a data source
    When somebody tries to delete the connector
    Then it is gone with its data source, or still there with it

  @bug_named_connector_ignored
  Scenario: A data source is added to the connector that it names, or not at all
    Given a laboratory connector that logs in with nothing
    And a neighbouring connector
    When a data source is added to one of them in the name of the other
    Then the data source is refused, and neither has got it

  Scenario: A source that nobody implements is not connected
    When somebody sets up a connector for clinical data, and tests it
    Then DataWeaver says that it cannot connect such a source

  Scenario Outline: A connector with <mistake> is refused
    When somebody sets up a connector with <mistake>
    Then the connector is refused as the caller's mistake, and nothing of it is kept

    Examples:
      | mistake                   |
      | a kind that nobody knows  |
      | a login that nobody knows |
      | no kind                   |

    @bug_anything_accepted
    Examples: What is easily overlooked
      | mistake                   |
      | an empty name             |
      | too long a name           |
      | a field that nobody knows |
      | a schedule that is none   |

  @bug_secrets_shown
  Scenario Outline: A <kind> connector that logs in with <login> tells nobody how
    Given a <kind> connector that logs in with <login>
    When people look at the connector, change it, test it and discover with it
    Then no answer has shown what it logs in with

    Examples:
      | kind             | login             |
      | Google Workspace | a consent         |
      | Slack            | a key             |
      | laboratory       | user and password |
      | laboratory       | a token           |
