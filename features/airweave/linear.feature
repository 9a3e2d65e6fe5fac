@airweave @connectors @linear
Feature: A Linear issue is found as long as it is in the workspace's lists
  Issues are talked about, move through their states, and are put away when they are done.

  Scenario: A comment is found
    Given a Linear team that Airweave has synced
    When somebody comments "Zebrawood Shelves" on "Pricing"
    And Airweave syncs
    Then search for "Zebrawood Shelves" finds the comment first

  Scenario: An edited comment is found by its new words
    Given a Linear team with test issues
    And somebody has commented "Walnut Chairs" on "Pricing"
    And Airweave has synced it
    When the comment "Walnut Chairs" is edited to say "Zebrawood Shelves"
    And Airweave syncs
    Then search for "Zebrawood Shelves" finds the comment first

  Scenario: A long issue is found by its last words
    Given a Linear team with test issues
    When a long issue "History" is added
    And Airweave syncs
    Then search for the last words of "History" brings it first

  @bug_linear_comments_cut
  Scenario: The last word of a long discussion is found
    Given a Linear team that Airweave has synced
    When "Pricing" is discussed in 60 comments, the last of which says "Zebrawood Shelves"
    And Airweave syncs
    Then search for "Zebrawood Shelves" finds the comment first

  Scenario: An issue is found by the state it has reached
    Given a Linear team that Airweave has synced
    When "Pricing" is moved to the state "Done"
    And Airweave syncs
    Then search for "Done" brings "Pricing" first

  @needs_full_sync @needs_faults @isolated @bug_withheld_taken_for_deleted
  Scenario: What Linear withholds is not taken for deleted
    Given a Linear team that Airweave has synced
    When Airweave syncs everything from scratch while Linear withholds "Pricing"
    Then the collection did not change

  @bug_linear_removals_unseen
  Scenario: An archived issue disappears like a deleted one
    Given a Linear team that Airweave has synced
    When "Pricing" is archived
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | issue   |
      | removed | Pricing |
