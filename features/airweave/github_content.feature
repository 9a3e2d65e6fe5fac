@airweave @connectors @github @bug_last_items_lost
Feature: Every text file of a GitHub repository is found, whole and under its own path
  It makes no difference what a file is called, where it stands, how long it is or which
  language it is written in. What holds no words is left out.

  Scenario Outline: A <kind> file is found
    Given a GitHub repo with test files
    When "<file>" is added
    And Airweave syncs
    Then search finds them with score ≥ 0.8

    Examples:
      | kind     | file                  |
      | markdown | guides/travel.md      |
      | Python   | tools/invoice.py      |
      | JSON     | settings/regions.json |

  @bug_prose_lost
  Scenario: Files of plain prose are found
    Given a GitHub repo with these texts of several pages
      | file             |
      | notes/diary.txt  |
      | notes/speech.txt |
      | notes/story.txt  |
    When Airweave syncs
    Then search finds exactly the test files

  @bug_unsearchable_bodies
  Scenario: A file is found by the words it holds
    Given a GitHub repo with test files
    When Airweave syncs
    Then search for the first words of "docs/onboarding.md" brings it first

  @bug_unsearchable_bodies
  Scenario: A file is found by its words in capitals, too
    Given a GitHub repo with test files
    When Airweave syncs
    Then search for the first words of "docs/onboarding.md" in capitals brings it first

  @bug_unquoted_paths
  Scenario Outline: A file named "<file>" is found
    Given a GitHub repo with test files
    When "<file>" is added
    And Airweave syncs
    Then search finds them with score ≥ 0.8

    Examples:
      | file               |
      | docs/agenda #1.md  |
      | docs/50% off.md    |
      | docs/what next?.md |

  Scenario: Files in nested folders are found under their full path
    Given a GitHub repo with these files
      | file                                   |
      | readme.md                              |
      | handbook/readme.md                     |
      | handbook/teams/data/readme.md          |
      | handbook/teams/data/on call/readme.md  |
      | handbook/teams/data/on call/runbook.py |
    When Airweave syncs
    Then search finds them with score ≥ 0.8

  @bug_single_lines_lost @bug_unsearchable_bodies
  Scenario: A file that holds nothing but its title is found
    Given a GitHub repo with test files
    When "README.md" is added with nothing but a title
    And Airweave syncs
    Then search for the first words of "README.md" brings it first

  @bug_collapsed_chunks @bug_unsearchable_bodies
  Scenario: A long file is found by its last words
    Given a GitHub repo with a long file "docs/history.md"
    When Airweave syncs
    Then search for the last words of "docs/history.md" brings it first

  @bug_collapsed_chunks @bug_unsearchable_bodies
  Scenario: A long file of which only the end was edited is found by its new last words
    Given a GitHub repo with a long file "docs/history.md"
    And Airweave has synced it
    When the last words of "docs/history.md" are edited
    And Airweave syncs
    Then search for the new last words of "docs/history.md" brings them

  Scenario: A long file that was made short is found by its new words only
    Given a GitHub repo with a long file "docs/history.md"
    And Airweave has synced it
    When "docs/history.md" is edited
    And Airweave syncs
    Then search finds exactly the test files

  Scenario Outline: Words in <language> are found
    Given a GitHub repo with a file "<file>" in <language>
    When Airweave syncs
    Then search finds them with score ≥ 0.8

    Examples:
      | language | file             |
      | German   | docs/Über uns.md |

    @bug_words_escaped
    Examples: Other scripts
      | language | file           |
      | Greek    | docs/Οδηγός.md |
      | Japanese | docs/案内.md   |

  Scenario: Empty and binary files are left out
    Given a GitHub repo with test files
    And an empty file "docs/empty.md" and a binary file "assets/photos.zip"
    When Airweave syncs
    Then search finds exactly the test files
