@airweave @connectors @github @bug_last_items_lost
Feature: A collection never drifts from its GitHub repository
  People connect a repository once and then trust search to match it: a new file is
  found, an edited file is found by its new words only, a deleted file never again.

  Scenario: Files are found after the first sync
    Given a GitHub repo with test files
    When Airweave syncs
    Then search finds them with score ≥ 0.8

  Scenario: A new file is found and nothing else changes
    Given a GitHub repo that Airweave has synced
    When "docs/security.md" is added
    And Airweave syncs
    Then the collection changed exactly like this
      | change | file             |
      | added  | docs/security.md |

  Scenario: An edited file is found by its new words only
    Given a GitHub repo that Airweave has synced
    When "docs/onboarding.md" is edited
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file               |
      | updated | docs/onboarding.md |

  @bug_lingering_vectors
  Scenario: A deleted file disappears and its neighbours stay
    Given a GitHub repo that Airweave has synced
      | file                  |
      | docs/onboarding.md    |
      | docs/security.md      |
      | docs/security.md.json |
      | src/pricing.py        |
      | config/roadmap.json   |
    When "docs/security.md" is deleted
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file             |
      | removed | docs/security.md |

  @bug_neighbours_in_capitals_lost @bug_lingering_vectors
  Scenario: Files whose names differ in capitals only change and go alone
    Given a GitHub repo that Airweave has synced
      | file             |
      | docs/security.md |
      | docs/SECURITY.md |
      | src/pricing.py   |
      | src/Pricing.py   |
    When "docs/SECURITY.md" is edited
    And "src/Pricing.py" is deleted
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file             |
      | updated | docs/SECURITY.md |
      | removed | src/Pricing.py   |

  @bug_lingering_vectors
  Scenario: Files deleted one after another all disappear
    Given a GitHub repo that Airweave has synced
      | file               |
      | docs/onboarding.md |
      | docs/security.md   |
      | docs/vacation.md   |
      | src/pricing.py     |
    When these files are deleted
      | file             |
      | docs/security.md |
      | docs/vacation.md |
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file             |
      | removed | docs/security.md |
      | removed | docs/vacation.md |

  @bug_lingering_vectors
  Scenario: A renamed file is found under its new path only
    Given a GitHub repo that Airweave has synced
    When "src/pricing.py" is renamed to "src/rates.py"
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file           |
      | removed | src/pricing.py |
      | added   | src/rates.py   |

  @bug_renames_ignored @bug_lingering_vectors
  Scenario: A file renamed in a single commit is found under its new path only
    Given a GitHub repo that Airweave has synced
    When "src/pricing.py" is renamed to "src/rates.py" in a single commit
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file           |
      | removed | src/pricing.py |
      | added   | src/rates.py   |

  @bug_emptied_files_kept
  Scenario: An emptied file is no longer found by its old words
    Given a GitHub repo that Airweave has synced
    When "src/pricing.py" is emptied
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file           |
      | removed | src/pricing.py |

  @bug_unseen_files_counted
  Scenario: A file that came and went between two syncs leaves no trace
    Given a GitHub repo that Airweave has synced
    When "docs/security.md" is added
    And "docs/security.md" is deleted
    And Airweave syncs
    Then the collection did not change

  @bug_lingering_vectors
  Scenario: A deleted file that comes back is found by its new words only
    Given a GitHub repo that Airweave has synced
    When "src/pricing.py" is deleted
    And Airweave syncs
    And "src/pricing.py" is added
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file           |
      | updated | src/pricing.py |

  Scenario: A file that gets its old words back is found by these
    Given a GitHub repo that Airweave has synced
    When "docs/onboarding.md" is edited
    And Airweave syncs
    And "docs/onboarding.md" gets its first words back
    And Airweave syncs
    Then the collection did not change

  @bug_old_commits_missed
  Scenario: A file that came with a commit of long ago is found
    Given a GitHub repo that Airweave has synced
    When "docs/security.md" is added by a commit of long ago
    And Airweave syncs
    Then the collection changed exactly like this
      | change | file             |
      | added  | docs/security.md |

  Scenario: A file that came with a merge is found
    Given a GitHub repo that Airweave has synced
    When "docs/security.md" is added by a merge
    And Airweave syncs
    Then the collection changed exactly like this
      | change | file             |
      | added  | docs/security.md |

  @bug_old_commits_missed
  Scenario: A file whose commit was taken back disappears
    Given a GitHub repo that Airweave has synced
    When "docs/security.md" is added
    And Airweave syncs
    And the commit of "docs/security.md" is taken back
    And Airweave syncs
    Then the collection did not change

  @bug_emptied_folders_kept @bug_lingering_vectors
  Scenario: A folder goes with its last file
    Given a GitHub repo that Airweave has synced
    When "config/roadmap.json" is deleted
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file                |
      | removed | config/roadmap.json |
    And search for "config" finds the folder no more

  @bug_new_folders_missing @bug_lingering_vectors
  Scenario: A file that became a folder is gone, and what is in the folder is found
    Given a GitHub repo that Airweave has synced
    When "src/pricing.py" is deleted
    And "src/pricing.py/rates.py" is added
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file                    |
      | removed | src/pricing.py          |
      | added   | src/pricing.py/rates.py |

  Scenario: Syncing without a change changes nothing
    Given a GitHub repo that Airweave has synced
    When Airweave syncs
    Then the collection did not change

  @bug_divided_repository
  Scenario: A file added later lies in the same repository as its neighbours
    Given a GitHub repo that Airweave has synced
    When "docs/security.md" is added
    And Airweave syncs
    Then every breadcrumb leads to an entity

  @bug_new_folders_missing @bug_divided_repository
  Scenario: A file added in a new folder lies in folders that are there
    Given a GitHub repo that Airweave has synced
    When "handbook/teams/security.md" is added
    And Airweave syncs
    Then every breadcrumb leads to an entity

  @needs_full_sync
  Scenario: Syncing everything from scratch changes nothing either
    Given a GitHub repo that Airweave has synced
    When Airweave syncs everything from scratch
    Then the collection did not change

  @needs_full_sync @needs_vespa @bug_lost_chunks_not_restored
  Scenario: What the store has lost comes back when everything is synced from scratch
    Given a GitHub repo that Airweave has synced
    When the store loses what it holds of the collection
    And Airweave syncs everything from scratch
    Then the collection is whole again

  @journey @bug_lingering_vectors
  Scenario: A repository lives its whole life in a collection
    Given a GitHub repo with test files
    When Airweave syncs
    Then search finds them with score ≥ 0.8
    When "docs/security.md" is added
    And Airweave syncs
    Then the collection changed exactly like this
      | change | file             |
      | added  | docs/security.md |
    When "docs/security.md" is edited
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file             |
      | updated | docs/security.md |
    When "docs/security.md" is deleted
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file             |
      | removed | docs/security.md |
    When everything is cleaned up
    Then nothing is left of it
