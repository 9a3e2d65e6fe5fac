@dataweaver @isolated
Feature: A business scenario is set up whole, with its own data
  People choose one of four scenarios and start at once: its connectors are connected, its tables
  are there with all their rows, and it is there once, however often it is set up.

  @bug_biotech_called_otherwise
  Scenario: The four scenarios are offered by their names
    When people look which business scenarios there are
    Then there are the four of the plan, each with questions and outcomes

  Scenario Outline: <name> is set up as planned
    When the business scenario "<name>" is set up
    Then nothing half is left of a set-up that failed
    And it has just the connectors and data sources of the plan

    @bug_set_up_breaks_down
    Examples: What is set up right, if at all
      | name                            |
      | Customer Intelligence Dashboard |

    @bug_set_up_breaks_down @bug_other_data_set_up
    Examples: What is set up with other data
      | name                              |
      | Project Management Analytics      |
      | Financial Data Consolidation      |
      | Biotech Research & Drug Discovery |

  @bug_set_up_breaks_down
  Scenario: Each connector of a scenario that is set up works
    When the business scenario "Customer Intelligence Dashboard" is set up
    Then each of its connectors passes its test, and is shown as connected

  @bug_set_up_breaks_down
  Scenario Outline: Discovery shows the planned data of <name>
    When the business scenario "<name>" is set up
    Then discovery shows each of its data sources with the planned columns and rows

    Examples: What is discovered right
      | name                              |
      | Customer Intelligence Dashboard   |
      | Biotech Research & Drug Discovery |

    @bug_other_data_set_up
    Examples: What is not discovered
      | name                         |
      | Project Management Analytics |
      | Financial Data Consolidation |

  @needs_files @bug_set_up_breaks_down @bug_no_files @bug_other_data_set_up
  Scenario Outline: The data of <name> is extracted as planned
    When the business scenario "<name>" is set up, and all of it is extracted
    Then the file of each data source has the planned rows, each of them once

    Examples:
      | name                              |
      | Customer Intelligence Dashboard   |
      | Project Management Analytics      |
      | Financial Data Consolidation      |
      | Biotech Research & Drug Discovery |

  @bug_set_up_breaks_down @bug_set_up_anew
  Scenario: A scenario that is set up twice is there once, and nothing else is touched
    Given a neighbouring connector
    When the business scenario "Financial Data Consolidation" is set up 2 times
    Then its connectors are there once
    And every connector is as it was set up, wherever one looks
