@airweave @connectors @github @bug_last_items_lost
Feature: A collection shows what it was connected to, to the people it belongs to
  Two collections may be fed from the same repository, and two organisations may use the
  same Airweave. Neither notices the other.

  Scenario: Only the chosen branch is collected
    Given a GitHub repo with test files
    And another branch of it with these files
      | file              |
      | docs/salaries.md  |
      | src/prototypes.py |
    When Airweave syncs
    Then search finds exactly the test files

  Scenario: Renaming a connection changes nothing else of it
    Given a GitHub repo that Airweave has synced
    When the connection is renamed
    And Airweave syncs
    Then the collection did not change

  @bug_shared_document_ids
  Scenario: Two collections on one repository do not see each other
    Given a GitHub repo with test files
    And another branch of it with these files
      | file               |
      | docs/onboarding.md |
      | src/pricing.py     |
    When Airweave syncs both branches into collections of their own
    Then each collection shows its own branch only

  @needs_full_sync @bug_shared_document_ids
  Scenario: A collection stays whole beside another one on the same branch
    Given a GitHub repo that Airweave has synced
    And a second collection on the same repo
    When Airweave syncs everything from scratch
    Then the collection did not change

  @bug_lingering_vectors @bug_shared_document_ids
  Scenario: A file deleted from one branch stays in the collection of the other
    Given a GitHub repo with test files
    And another branch of it with these files
      | file               |
      | docs/onboarding.md |
      | src/pricing.py     |
    And Airweave has synced both branches into collections of their own
    When "src/pricing.py" is deleted
    And Airweave syncs
    Then each collection shows its own branch only

  @bug_shared_document_ids
  Scenario: Deleting one collection leaves the other whole
    Given a GitHub repo that Airweave has synced
    And a second collection on the same repo
    When the second collection is deleted
    Then nothing is left of the second collection
    And the collection did not change

  @law @bug_shared_document_ids
  Scenario Outline: Neighbours stay as they are when <this happens>
    Given a GitHub repo that Airweave has synced
    And neighbours in the same collection and in another one
    When <this happens>
    Then its neighbours are as they were

    Examples:
      | this happens                          |
      | the repo is disconnected for good     |
      | the collection is renamed             |
      | one of its files is edited and synced |

    @bug_late_cancel_stuck
    Examples:
      | this happens                      |
      | a sync is cancelled while it runs |

    @needs_full_sync
    Examples:
      | this happens                           |
      | Airweave syncs everything from scratch |

  @bug_shared_document_ids
  Scenario: Two sources in one collection are both found
    Given a GitHub repo with test files
    And another branch of it with these files
      | file              |
      | docs/salaries.md  |
      | src/prototypes.py |
    When Airweave syncs both branches into one collection
    Then the collection shows the files of both

  @needs_authentication
  Scenario: Outsiders find nothing, with a key that is made up or with none
    Given a GitHub repo that Airweave has synced
    Then nobody without a key, or with one that is made up, finds anything of it

  @needs_second_organization
  Scenario: Two organisations do not see each other
    Given a GitHub repo that Airweave has synced
    Then another organisation finds nothing, while the owner finds everything
