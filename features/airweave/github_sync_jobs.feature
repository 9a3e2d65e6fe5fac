@airweave @connectors @github @bug_last_items_lost
Feature: A sync is one piece of work that can be watched and stopped
  Whoever starts a sync learns how it ends. Two never run into each other, and one that was
  stopped does no harm.

  Scenario: A second sync is refused while one is running
    Given a GitHub repo that Airweave has synced
    When Airweave is asked for two syncs at once
    Then the second one is refused, because one is running already
    And the first one completes

  @bug_cancel_overwritten @bug_late_cancel_stuck
  Scenario: A cancelled sync ends as cancelled
    Given a GitHub repo that Airweave has synced
    When a sync is cancelled while it runs
    Then that sync ends as cancelled

  @bug_late_cancel_stuck
  Scenario: The sync after a cancelled one makes up for it
    Given a GitHub repo that Airweave has synced
    When "docs/security.md" is added
    And a sync is cancelled while it runs
    And Airweave syncs
    Then the collection changed exactly like this
      | change | file             |
      | added  | docs/security.md |

  @bug_lingering_vectors
  Scenario: A file that is deleted while a sync runs disappears with the next one
    Given a GitHub repo that Airweave has synced
    When "src/pricing.py" is deleted while Airweave syncs
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file           |
      | removed | src/pricing.py |

  @needs_schedules
  Scenario: A schedule brings what is new without being asked
    Given a GitHub repo that Airweave has synced
    When "docs/security.md" is added
    And Airweave syncs by itself, as its schedule says
    Then the collection changed exactly like this
      | change | file             |
      | added  | docs/security.md |

  @needs_schedules
  Scenario: A schedule goes on until it is removed
    Given a GitHub repo that Airweave has synced
    When Airweave has synced by itself twice, as its schedule says
    And the schedule is removed
    Then Airweave syncs by itself no more

  @bug_restless_repository
  Scenario: A sync without a change writes nothing
    Given a GitHub repo that Airweave has synced
    When Airweave syncs
    Then that sync wrote nothing

  @bug_commits_read_twice
  Scenario: A sync after one change writes only that
    Given a GitHub repo that Airweave has synced
    When "docs/security.md" is added
    And Airweave syncs
    Then that sync wrote nothing but "docs/security.md" and the folders above it

  @needs_faults @bug_swallowed_source_errors
  Scenario: A file that GitHub withheld is not forgotten
    Given a GitHub repo that Airweave has synced
    When "docs/contract.md" is added
    And Airweave syncs while GitHub withholds "docs/contract.md"
    And Airweave syncs
    Then the collection changed exactly like this
      | change | file             |
      | added  | docs/contract.md |

  @needs_faults
  Scenario: A file that GitHub is slow to hand out is found
    Given a GitHub repo with these files
      | file             |
      | docs/contract.md |
    When Airweave syncs while GitHub is slow to hand out "docs/contract.md"
    Then search finds exactly the test files

  @needs_full_sync @needs_faults @bug_withheld_folders_emptied
  Scenario: What GitHub withheld is not taken for deleted
    Given a GitHub repo that Airweave has synced
    When Airweave syncs everything from scratch while GitHub withholds "docs"
    Then the collection did not change
