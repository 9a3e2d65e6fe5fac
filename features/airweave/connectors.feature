@airweave @connectors @bug_last_items_lost
Feature: A collection never drifts from its source, whatever the source is
  People connect what they work with. The promises are the same everywhere: what is new is
  found, what was edited is found by its new words only, what was deleted never again.

  @<tag>
  Scenario Outline: What is in <source> is found after the first sync
    Given <source> with test documents
    When Airweave syncs
    Then search finds them with score ≥ 0.8

    Examples:
      | tag             | source                |
      | postgresql      | a PostgreSQL table    |
      | s3              | an S3 bucket          |
      | stripe          | a Stripe account      |
      | slack           | a Slack channel       |
      | gmail           | a Gmail account       |
      | google_drive    | a Google Drive folder |
      | google_calendar | a Google calendar     |
      | linear          | a Linear team         |
      | notion          | a Notion page         |
      | imap            | a mail folder         |

  @<tag>
  Scenario Outline: What is added to <source> is found and nothing else changes
    Given <source> that Airweave has synced
    When "<document>" is added
    And Airweave syncs
    Then the collection changed exactly like this
      | change | document   |
      | added  | <document> |

    Examples:
      | tag          | source                | document         |
      | postgresql   | a PostgreSQL table    | Security         |
      | s3           | an S3 bucket          | docs/security.md |
      | stripe       | a Stripe account      | Dora Dean        |
      | slack        | a Slack channel       | Security         |
      | gmail        | a Gmail account       | Security         |
      | google_drive | a Google Drive folder | Security.txt     |
      | linear       | a Linear team         | Security         |
      | notion       | a Notion page         | Security         |
      | imap         | a mail folder         | Security         |

    @bug_calendar_ids_shared
    Examples: Google Calendar
      | tag             | source            | document |
      | google_calendar | a Google calendar | Security |

  @<tag> @needs_edit
  Scenario Outline: What is edited in <source> is found by its new words only
    Given <source> that Airweave has synced
    When "<document>" is edited
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | document   |
      | updated | <document> |

    Examples:
      | tag          | source                | document           |
      | postgresql   | a PostgreSQL table    | Onboarding         |
      | s3           | an S3 bucket          | docs/onboarding.md |
      | stripe       | a Stripe account      | Ada Archer         |
      | slack        | a Slack channel       | Onboarding         |
      | google_drive | a Google Drive folder | Onboarding.txt     |
      | linear       | a Linear team         | Onboarding         |
      | notion       | a Notion page         | Onboarding         |

    @bug_calendar_ids_shared
    Examples: Google Calendar
      | tag             | source            | document   |
      | google_calendar | a Google calendar | Onboarding |

  @<tag> @needs_edit @needs_titles
  Scenario Outline: What is renamed in <source> is found under its new name only
    Given <source> that Airweave has synced
    When "<document>" is renamed to "<name>"
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | document   |
      | removed | <document> |
      | added   | <name>     |

    Examples:
      | tag          | source                | document       | name          |
      | postgresql   | a PostgreSQL table    | Pricing        | Prices        |
      | s3           | an S3 bucket          | src/pricing.py | src/prices.py |
      | stripe       | a Stripe account      | Ben Baker      | Ben Butcher   |
      | google_drive | a Google Drive folder | Pricing.md     | Prices.md     |
      | linear       | a Linear team         | Pricing        | Prices        |
      | notion       | a Notion page         | Pricing        | Prices        |

    @bug_calendar_ids_shared
    Examples: Google Calendar
      | tag             | source            | document | name   |
      | google_calendar | a Google calendar | Pricing  | Prices |

  @<tag>
  Scenario Outline: What is deleted from <source> disappears and its neighbours stay
    Given <source> that Airweave has synced
    When "<document>" is deleted
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | document   |
      | removed | <document> |

    Examples:
      | tag          | source                | document       |
      | postgresql   | a PostgreSQL table    | Pricing        |
      | s3           | an S3 bucket          | src/pricing.py |
      | stripe       | a Stripe account      | Ben Baker      |
      | slack        | a Slack channel       | Pricing        |
      | gmail        | a Gmail account       | Pricing        |
      | google_drive | a Google Drive folder | Pricing.md     |
      | notion       | a Notion page         | Pricing        |
      | imap         | a mail folder         | Pricing        |

    @bug_linear_removals_unseen
    Examples: Linear
      | tag    | source        | document |
      | linear | a Linear team | Pricing  |

    @bug_calendar_ids_shared
    Examples: Google Calendar
      | tag             | source            | document |
      | google_calendar | a Google calendar | Pricing  |

  @<tag> @needs_sync
  Scenario Outline: Syncing <source> without a change changes nothing
    Given <source> that Airweave has synced
    When Airweave syncs
    Then the collection did not change

    Examples:
      | tag          | source                |
      | postgresql   | a PostgreSQL table    |
      | s3           | an S3 bucket          |
      | stripe       | a Stripe account      |
      | gmail        | a Gmail account       |
      | google_drive | a Google Drive folder |
      | linear       | a Linear team         |
      | notion       | a Notion page         |
      | imap         | a mail folder         |

    @bug_calendar_ids_shared
    Examples: Google Calendar
      | tag             | source            |
      | google_calendar | a Google calendar |

  @<tag>
  Scenario Outline: Wrong credentials do not connect <source>
    Given <source> with test documents
    When Airweave is connected with wrong credentials
    Then the connection is refused, and the reason names the credentials

    Examples:
      | tag             | source                |
      | postgresql      | a PostgreSQL table    |
      | s3              | an S3 bucket          |
      | stripe          | a Stripe account      |
      | gmail           | a Gmail account       |
      | google_drive    | a Google Drive folder |
      | google_calendar | a Google calendar     |
      | linear          | a Linear team         |
      | notion          | a Notion page         |
      | imap            | a mail folder         |

    @bug_slack_tokens_unchecked
    Examples: Slack
      | tag   | source          |
      | slack | a Slack channel |

  @<tag>
  Scenario Outline: Cleaning up leaves nothing behind in <source>
    Given <source> that Airweave has synced
    When everything is cleaned up
    Then nothing is left of it

    Examples:
      | tag             | source                |
      | postgresql      | a PostgreSQL table    |
      | s3              | an S3 bucket          |
      | stripe          | a Stripe account      |
      | slack           | a Slack channel       |
      | gmail           | a Gmail account       |
      | google_drive    | a Google Drive folder |
      | google_calendar | a Google calendar     |
      | linear          | a Linear team         |
      | notion          | a Notion page         |
      | imap            | a mail folder         |
