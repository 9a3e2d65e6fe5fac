@dataweaver @needs_page
Feature: The page shows what is there, and what came of what was done
  People who write no programs work with DataWeaver in a browser. What they see there is what is
  there; what goes wrong is told to them with its reason; and nobody is kept out who cannot see the
  page, or has no mouse.

  @bug_page_without_connectors
  Scenario: Connectors are set up from a list of those that there are, and no others
    Given a Google Workspace connector that logs in with a consent
    And a neighbouring connector
    Then the list from which connectors are set up shows those that there are, and no others

  @bug_page_invents_connectors
  Scenario: The page lists the connectors that there are, and no others
    Given a Google Workspace connector that logs in with a consent
    And a neighbouring connector
    Then every list on the page shows the connectors that there are, and no others

  @bug_page_without_connectors
  Scenario: A connector that is set up on the page is there
    When somebody sets a connector up on the page
    Then the connector is there as it was typed, and the page shows it

  @bug_page_without_connectors
  Scenario: A connector can be set up without a mouse
    When somebody without a mouse sets a connector up on the page
    Then the connector is there as it was typed, and the page shows it

  @bug_anything_accepted @bug_page_without_connectors
  Scenario: A connector that is refused is said to be refused
    When somebody sets a connector with too long a name up on the page
    Then the page says that the connector is refused, and nothing of it is kept

  @bug_page_without_connectors
  Scenario: A test that fails is told with its reason
    Given a Google Workspace connector that logs in with a consent
    When somebody tests the connector on the page
    Then the page says that the test has failed, and why

  @isolated @bug_page_without_scenarios
  Scenario: A business scenario that is set up on the page is shown there
    When somebody sets the business scenario "Customer Intelligence Dashboard" up on the page
    Then the page shows what was set up, just as it is there

  @bug_page_unlabelled @bug_page_without_connectors
  Scenario: Nobody is kept from the page who cannot see it
    Given a Google Workspace connector that logs in with a consent
    When somebody who cannot see the page looks at its connectors
    Then nothing on the page is in the way of those who cannot see it
