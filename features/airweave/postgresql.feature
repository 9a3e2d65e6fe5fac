@airweave @connectors @postgresql @bug_last_items_lost
Feature: Every row of a PostgreSQL table is found, as the table is now
  A table is not a folder of files: it can be emptied at one stroke, it can get a column, and
  it can be long.

  Scenario: A table that was emptied empties the collection
    Given a PostgreSQL table that Airweave has synced
    When the table is truncated
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | row        |
      | removed | Onboarding |
      | removed | Pricing    |
      | removed | Roadmap    |

  Scenario: Rows are found by what stands in a new column
    Given a PostgreSQL table that Airweave has synced
    When the table gets a column "owner" that says "Zebrawood Department"
    And Airweave syncs
    Then search for "Zebrawood Department" brings every row

  Scenario: A table of 10,000 rows is collected to its last row
    Given a PostgreSQL table with 10000 rows
    When Airweave syncs
    Then the collection holds 10000 rows
    And search for the words of the last row brings it first

  @bug_tables_in_capitals_fail
  Scenario: Every row of a table whose name has capitals is found
    Given a PostgreSQL table with test rows
    When the table is renamed to "Articles"
    And Airweave syncs
    Then every row is found by its words

  @bug_rows_without_key_lost
  Scenario: Every row of a table without a key is found
    Given a PostgreSQL table with test rows
    When the table loses its key
    And Airweave syncs
    Then every row is found by its words

  Scenario: Rows whose keys differ in the second column only are found each
    Given a PostgreSQL table with test rows
    When the table gets a key of two columns, and a second edition of each row
    And Airweave syncs
    Then every row is found by its words

  @bug_numbers_rewritten
  Scenario: A code that looks like a number is found as it is written
    Given a PostgreSQL table that Airweave has synced
    When the table gets a column "code" that says "1e3"
    And Airweave syncs
    Then search for "1e3" brings every row

  @bug_rows_rewritten
  Scenario: A sync of an unchanged table writes nothing
    Given a PostgreSQL table that Airweave has synced
    When Airweave syncs
    Then that sync wrote nothing
