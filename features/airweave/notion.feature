@airweave @connectors @notion
Feature: A Notion page is found with all that is folded away inside it
  A page is made of blocks inside blocks, a row of a database is a page too, and nothing is
  ever deleted but only put away.

  Scenario: Words inside of nested blocks are found
    Given a Notion page that Airweave has synced
    When "Minutes" is added with its words folded away
    And Airweave syncs
    Then the collection changed exactly like this
      | change | page    |
      | added  | Minutes |

  Scenario: A row of a database is found as a page
    Given a Notion page that Airweave has synced
    When "Supplier" is added as a row of a database
    And Airweave syncs
    Then the collection changed exactly like this
      | change | page     |
      | added  | Supplier |

  Scenario: A page that was put away disappears
    Given a Notion page that Airweave has synced
    When "Pricing" is archived
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | page    |
      | removed | Pricing |

  Scenario: A text longer than Notion keeps in one piece is found whole
    Given a Notion page that Airweave has synced
    When a long page "History" is added
    And Airweave syncs
    Then search for the last words of "History" brings it first

  Scenario: A page of more paragraphs than Notion hands out at once is found whole
    Given a Notion page that Airweave has synced
    When "History" is added with 120 paragraphs
    And Airweave syncs
    Then search for the last words of "History" brings it first

  @bug_notion_tables_unread
  Scenario: Words in a table on a page are found
    Given a Notion page that Airweave has synced
    When "Price list" is added with its words in a table
    And Airweave syncs
    Then the collection changed exactly like this
      | change | page       |
      | added  | Price list |

  @needs_faults @isolated @bug_withheld_words_cut
  Scenario: A page whose words Notion withholds keeps those that it had
    Given a Notion page that Airweave has synced
    When Airweave syncs while Notion withholds "Pricing"
    Then the collection did not change
