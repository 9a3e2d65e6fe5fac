@airweave @connectors @github @bug_last_items_lost
Feature: What is deleted is gone
  Deleting a collection or a connection deletes the data behind it, for search and for
  whoever looks into the store.

  Scenario: Cleaning up leaves nothing behind
    Given a GitHub repo that Airweave has synced
    When everything is cleaned up
    Then nothing is left of it

  Scenario: A collection that is made anew under its old name begins anew
    Given a GitHub repo that Airweave has synced
    When the collection is deleted and made anew
    And Airweave syncs
    Then search finds exactly the test files

  Scenario: Disconnecting a source takes its files out of the collection
    Given a GitHub repo that Airweave has synced
    When the repo is disconnected
    Then the collection is there, but holds nothing of the repo

  @needs_faults @bug_disconnected_syncs_go_on
  Scenario: Disconnecting a source in the middle of a sync leaves nothing of it behind
    Given a GitHub repo that Airweave has synced
    When "docs/security.md" is added
    And the repo is disconnected while Airweave waits for "docs/security.md"
    Then nothing of the repo is found or stored, nor comes later
