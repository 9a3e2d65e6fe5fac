@airweave @connectors @imap
Feature: A mail is found whatever it is encoded in, until its folder is expunged
  Mail is old: it may say everything twice, be written in the letters of one language, and be
  marked as deleted long before it is gone.

  Scenario: A mail that says the same as text and as a web page is found once
    Given a mail folder that Airweave has synced
    When "Newsletter" arrives as text and as a web page
    And Airweave syncs
    Then the collection changed exactly like this
      | change | mail       |
      | added  | Newsletter |

  Scenario: Words in an old encoding are found
    Given a mail folder that Airweave has synced
    When "Überblick" arrives in German and in an old encoding
    And Airweave syncs
    Then the collection changed exactly like this
      | change | mail      |
      | added  | Überblick |

  Scenario: A mail that is only marked as deleted is still found
    Given a mail folder that Airweave has synced
    When "Pricing" is marked as deleted
    And Airweave syncs
    Then the collection did not change
