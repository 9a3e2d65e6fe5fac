@dataweaver @isolated
Feature: Many people work with DataWeaver at once
  Ten people and more work with their connectors at the same time. Each of them is answered in time,
  hardly any call fails, and what was acknowledged is kept, whatever happened to others.

  Scenario Outline: <people> people at once are served
    When <people> people work with connectors at the same time
    Then almost every answer came in time
    And hardly any call failed
    And just the connectors that were acknowledged are there

    @bug_errors_at_once
    Examples:
      | people |
      | 10     |
      | 20     |
      | 40     |
