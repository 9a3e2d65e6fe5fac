@airweave @connectors @gmail
Feature: Mail is found as it lies in the mailbox
  A message is never edited, but it is answered, labelled, filed and thrown away; and it may
  carry its news in an attachment.

  Scenario: An answer in a thread is found beside its question
    Given a Gmail account that Airweave has synced
    When "About pricing" answers "Pricing"
    And Airweave syncs
    Then the collection changed exactly like this
      | change | mail          |
      | added  | About pricing |

  Scenario: A trashed mail disappears
    Given a Gmail account that Airweave has synced
    When "Pricing" is moved to the trash
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | mail    |
      | removed | Pricing |

  Scenario: A mail that lost the label the collection is fed from disappears
    Given a Gmail account that Airweave has synced
    When "Pricing" loses its label
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | mail    |
      | removed | Pricing |

  Scenario: What is written in an attachment is found
    Given a Gmail account that Airweave has synced
    When "Catalogue" arrives with an attachment that says "Zebrawood Shelves"
    And Airweave syncs
    Then search for "Zebrawood Shelves" finds the attachment first
