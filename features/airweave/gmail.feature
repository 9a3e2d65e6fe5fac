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

  Scenario: A mail that is nothing but a web page is found by its words
    Given a Gmail account that Airweave has synced
    When "Newsletter" arrives as a web page
    And Airweave syncs
    Then the collection changed exactly like this
      | change | mail       |
      | added  | Newsletter |

  @bug_mail_labels_unseen
  Scenario: A trashed mail disappears
    Given a Gmail account that Airweave has synced
    When "Pricing" is moved to the trash
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | mail    |
      | removed | Pricing |

  @bug_mail_labels_unseen
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

  @bug_attached_texts_lost
  Scenario: What is written in an attached file of plain text is found
    Given a Gmail account that Airweave has synced
    When "Catalogue" arrives with a file of plain text that says "Zebrawood Shelves"
    And Airweave syncs
    Then search for "Zebrawood Shelves" finds the attachment first

  @bug_dotted_subjects_lost
  Scenario: A mail whose subject holds a full stop is found
    Given a Gmail account that Airweave has synced
    When "Version 1.2 is out" is added
    And Airweave syncs
    Then the collection changed exactly like this
      | change | mail               |
      | added  | Version 1.2 is out |

  @bug_mails_without_text_lost
  Scenario: A mail that says all in its subject is found
    Given a Gmail account that Airweave has synced
    When "Zebrawood Shelves arrive on Friday" arrives without a text
    And Airweave syncs
    Then search for "Zebrawood Shelves" finds the message first

  @bug_twin_attachments_lost
  Scenario: Two attachments of one name are both found
    Given a Gmail account that Airweave has synced
    When "Catalogue" arrives with two attachments of one name that say "Walnut Chairs" and "Zebrawood Shelves"
    And Airweave syncs
    Then search for "Walnut Chairs" finds the attachment first
    And search for "Zebrawood Shelves" finds the attachment first

  @bug_attachments_outlive_mails
  Scenario: An attachment goes with its mail
    Given a Gmail account that Airweave has synced
    And "Catalogue" was found with an attachment that says "Zebrawood Shelves"
    When "Catalogue" is deleted
    And Airweave syncs
    Then search for "Zebrawood Shelves" finds the attachment no more

  @needs_faults @isolated @bug_expired_histories_fail
  Scenario: A mailbox whose history has expired is read anew
    Given a Gmail account that Airweave has synced
    When "Security" is added
    And Airweave syncs after the history that it knew has expired
    Then the collection changed exactly like this
      | change | mail     |
      | added  | Security |

  @needs_full_sync @needs_faults @isolated @bug_withheld_taken_for_deleted
  Scenario: What Gmail withholds is not taken for deleted
    Given a Gmail account that Airweave has synced
    When Airweave syncs everything from scratch while Gmail withholds "Pricing"
    Then the collection did not change

  @bug_mail_query_ignored
  Scenario: A mail without the label is left out whenever it comes
    Given a Gmail account that Airweave has synced
    When "Private" arrives without the label
    And Airweave syncs
    Then the collection did not change
