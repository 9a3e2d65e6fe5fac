@airweave @connectors @github @bug_last_items_lost
Feature: History does not matter, only its outcome does
  A repository is worked on for years: files come, change, move and go, in any order and in
  the middle of a sync. What is found is what is there now, as if it had always been so.

  @law @walk
  Scenario: Whatever happened to its files, a collection is as good as new
    Given a GitHub repo
    Then after a random history its collection is as good as new

  @bug_shared_document_ids
  Scenario: Two branches that are synced at the same time keep to themselves
    Given a GitHub repo that Airweave has synced
    And another branch of it with these files
      | file             |
      | docs/salaries.md |
    When "docs/onboarding.md" is edited
    And Airweave syncs both branches at the same time
    Then each collection shows its own branch only

  @bug_shared_document_ids
  Scenario: Many collections that are synced at once keep to themselves
    Given a GitHub repo with test files
    And 4 more branches of it with a file of their own
    When Airweave syncs all branches at once
    Then each of these collections shows its own branch only

  @bug_large_commits_cut
  Scenario: A commit of very many files is collected to its last file
    Given a GitHub repo that Airweave has synced
    When 310 files are added by a single commit
    And Airweave syncs
    Then every text file is there once, to its last character
