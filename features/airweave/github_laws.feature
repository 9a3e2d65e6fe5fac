@airweave @connectors @github @law @bug_last_items_lost
Feature: Whatever is asked of a collection, the answer is lawful
  People do not ask what a test asks. They look at the third page, filter by what comes to
  their mind, type half a word, and keep files that nobody would have thought of.

  @bug_hybrid_brings_ten
  Scenario: Pages together are the whole, whatever their size
    Given a GitHub repo with test files
    And another branch of it with these files
      | file              |
      | docs/salaries.md  |
      | src/prototypes.py |
    When Airweave syncs both branches into collections of their own
    And Airweave syncs
    Then pages of any size together are the whole

  Scenario: A filter brings what satisfies it and nothing else
    Given a GitHub repo that Airweave has synced
    When "docs/security.md" is added
    And Airweave syncs
    Then every filter brings what satisfies it, and nothing for what nobody has

  @bug_filter_groups_joined
  Scenario: Several filters together bring what satisfies them
    Given a GitHub repo with test files
    When Airweave syncs
    Then filters together bring what satisfies both, one or none of them

  Scenario: Every question gets an orderly answer
    Given a GitHub repo with test files
    When Airweave syncs
    Then every question that may be asked gets an orderly answer

  @bug_hybrid_brings_ten
  Scenario: More than a handful is found, however one searches
    Given a GitHub repo with 12 files
    When Airweave syncs
    Then every way of searching brings all of them

  Scenario Outline: Files of <kind> are collected to the last character
    Given a GitHub repo with files of <kind>
    When Airweave syncs
    Then every text file is there once, to its last character

    @bug_single_lines_lost
    Examples:
      | kind             |
      | a crowded folder |
      | odd letters      |

    @bug_unquoted_paths
    Examples:
      | kind      |
      | odd names |

    @bug_endings_taken_literally @bug_single_lines_lost
    Examples:
      | kind            |
      | unusual endings |

    @bug_collapsed_chunks @bug_megabytes_left_out
    Examples:
      | kind         |
      | great length |
