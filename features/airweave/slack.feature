@airweave @connectors @slack
Feature: Slack messages are found as they stand in Slack, at once
  Airweave does not copy Slack: it asks Slack at every search. So there is nothing to sync,
  and nothing may be found that its user could not read in Slack.

  Scenario: A message that was written after connecting is found without a sync
    Given a Slack channel that Airweave has synced
    When "Release date" is added
    Then the collection changed exactly like this
      | change | message      |
      | added  | Release date |

  Scenario: An edited message is found by its new words at once
    Given a Slack channel that Airweave has synced
    When "Pricing" is edited
    Then the collection changed exactly like this
      | change  | message |
      | updated | Pricing |

  Scenario: A deleted message is gone at once
    Given a Slack channel that Airweave has synced
    When "Pricing" is deleted
    Then the collection changed exactly like this
      | change  | message |
      | removed | Pricing |

  Scenario: An answer in a thread is found
    Given a Slack channel that Airweave has synced
    When "About pricing" is posted in the thread of "Pricing"
    Then the collection changed exactly like this
      | change | message       |
      | added  | About pricing |

  Scenario: All messages that say the same are found
    Given a Slack channel with 25 messages that all say "Zebrawood Shelves"
    When Airweave syncs
    Then every way of searching brings all of them

  Scenario: A channel that the user cannot see stays hidden
    Given a Slack channel with test messages
    And a private channel of other people with test messages
    When Airweave syncs
    Then search finds them with score ≥ 0.8
    And search finds nothing of the private channel

  Scenario: A channel that the user was removed from is hidden at once
    Given a Slack channel with test messages
    And a private channel that the user is in and whose messages are found
    When the user is removed from the private channel
    Then search finds nothing of the private channel

  @bug_one_refusal_breaks_search
  Scenario: A connection that Slack refuses takes nothing out of search
    Given a Slack channel that Airweave has synced
    When Slack is connected once more with wrong credentials
    Then the collection did not change
