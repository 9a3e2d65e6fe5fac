@dataweaver @needs_files
Feature: An extracted file holds what is in the source
  What people analyse is the file, and nobody looks back into the source. So the file holds every row
  once, cell by cell, in the format that was asked for; or there is no file, and a reason.

  Scenario Outline: What is in <place> is extracted
    Given <place> whose tables are data sources
    When everything there is extracted
    Then the files hold every row once, as it is in the source
    And DataWeaver tells of each extraction what its file holds

    @needs_tables @bug_no_files
    Examples: Laboratory
      | place        |
      | a laboratory |

    @needs_database
    Examples: Database
      | place      |
      | a database |

    @needs_channels @bug_no_files
    Examples: Slack
      | place             |
      | a Slack workspace |

    @needs_sheets @bug_no_files
    Examples: Google Workspace
      | place                 |
      | a Google Drive folder |

    @needs_endpoints
    Examples: Online service
      | place             |
      | an online service |

  @needs_tables @bug_no_files
  Scenario Outline: Difficult cells survive in <format>
    Given a laboratory whose cells are difficult
    When everything there is extracted as <format>
    Then the files hold every row once, as it is in the source
    And DataWeaver tells of each extraction what its file holds

    Examples:
      | format                 |
      | comma-separated values |
      | JSON                   |
      | Excel                  |

  @needs_tables @bug_no_files
  Scenario Outline: A table of <count> rows is extracted whole
    Given a laboratory with <count> results
    When everything there is extracted
    Then the files hold every row once, as it is in the source
    And DataWeaver tells of each extraction what its file holds
    And discovery shows just what is there

    Examples:
      | count |
      | 0     |
      | 1     |
      | 1001  |
      | 50000 |

  @needs_tables @bug_no_files @bug_errors_at_once
  Scenario: Extractions at the same time do not mix
    Given a laboratory whose tables are data sources
    When everything there is extracted 3 times at once
    Then the files hold every row once, as it is in the source
    And DataWeaver tells of each extraction what its file holds

  @needs_tables @bug_no_files @bug_errors_at_once
  Scenario: Twelve connectors that work at the same time do not mix
    Given a laboratory with 12 tables, each with a connector of its own
    When everything there is extracted at once
    Then the files hold every row once, as it is in the source
    And DataWeaver tells of each extraction what its file holds

  @needs_tables @bug_no_files
  Scenario: An incremental extraction brings just what has changed
    Given a laboratory whose tables are data sources
    And everything there was extracted
    When "samples" is changed there, and extracted incrementally
    Then the files hold every row once, as it is in the source
    And DataWeaver tells of each extraction what its file holds

  @needs_tables @bug_failed_as_completed
  Scenario: A source that breaks off in the middle is a failed extraction
    Given a laboratory with a table that breaks off in the middle
    When somebody tries to extract the table
    Then the extraction has failed, and nobody says otherwise

  @needs_tables @bug_anything_accepted
  Scenario: An extraction of a kind that nobody knows is refused
    Given a laboratory whose tables are data sources
    When somebody asks for an extraction of a kind that nobody knows
    Then the extraction is refused as the caller's mistake
