@dataweaver
Feature: Discovery shows what is in a source
  Before people choose what to work with, DataWeaver shows what there is: every table, sheet and
  channel, its columns, how many rows it has, and nothing that is not there.

  Scenario Outline: What is in <place> is discovered
    Given <place> with test data
    When DataWeaver is connected with it
    Then discovery shows just what is there

    @needs_tables @bug_demo_data
    Examples: Laboratory
      | place        |
      | a laboratory |

    @needs_database
    Examples: Database
      | place      |
      | a database |

    @needs_channels @bug_demo_data
    Examples: Slack
      | place             |
      | a Slack workspace |

    @needs_sheets @bug_demo_drive @bug_drive_told_otherwise
    Examples: Google Workspace
      | place                 |
      | a Google Drive folder |

    @needs_endpoints
    Examples: Online service
      | place             |
      | an online service |

  Scenario Outline: What comes and goes in <place> comes and goes in discovery
    Given <place> that DataWeaver has discovered
    When "freezers" is added there, and "results" is taken away
    Then discovery shows just what is there

    @needs_tables @bug_demo_data
    Examples: Laboratory
      | place        |
      | a laboratory |

    @needs_channels @bug_demo_data
    Examples: Slack
      | place             |
      | a Slack workspace |

    @needs_sheets @bug_demo_drive @bug_drive_told_otherwise
    Examples: Google Workspace
      | place                 |
      | a Google Drive folder |

    @needs_endpoints
    Examples: Online service
      | place             |
      | an online service |

  @needs_tables @bug_demo_data
  Scenario: A column that gets another name has it in discovery
    Given a laboratory that DataWeaver has discovered
    When the column "status" of "samples" is renamed to "state"
    Then discovery shows just what is there

  @needs_tables @bug_demo_data
  Scenario: Rows that come and go are counted in discovery
    Given a laboratory that DataWeaver has discovered
    When 3 rows of "samples" are removed
    Then discovery shows just what is there

  Scenario Outline: A discovery of <place> that cannot be read fails instead of finding nothing
    Given <place> that DataWeaver is connected with
    When the connector gets wrong credentials
    Then discovery fails, and the reason names the credentials

    @needs_tables @bug_demo_data
    Examples: Laboratory
      | place        |
      | a laboratory |

    @needs_channels @bug_demo_data
    Examples: Slack
      | place             |
      | a Slack workspace |

    @needs_sheets @bug_demo_drive @bug_unread_drive_empty
    Examples: Google Workspace
      | place                 |
      | a Google Drive folder |

    @needs_endpoints
    Examples: Online service
      | place             |
      | an online service |
