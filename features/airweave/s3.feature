@airweave @connectors @s3
Feature: Every object under a prefix of an S3 bucket is found, in its newest version
  A bucket is one long list of keys, and it may keep what was overwritten. People search for
  what is there now, and only where they looked.

  Scenario: Only what is under the prefix is collected
    Given an S3 bucket with test objects
    And another prefix of it with other objects
    When Airweave syncs
    Then search finds exactly the test objects

  Scenario: An overwritten object is found by its new words only, though its old version is kept
    Given an S3 bucket that Airweave has synced
    When "docs/onboarding.md" is edited
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | object             |
      | updated | docs/onboarding.md |
    And the bucket keeps 2 versions of "docs/onboarding.md"

  Scenario: A deleted object disappears, though its versions are kept
    Given an S3 bucket that Airweave has synced
    When "src/pricing.py" is deleted
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | object         |
      | removed | src/pricing.py |

  Scenario Outline: An object named "<object>" is found
    Given an S3 bucket with test objects
    When "<object>" is added
    And Airweave syncs
    Then search finds them with score ≥ 0.8

    Examples:
      | object               |
      | docs/50%25 off.md    |
      | docs/bread+butter.md |

  Scenario: A bucket of more objects than one page holds is collected to its last object
    Given an S3 bucket with 1050 objects
    When Airweave syncs
    Then the collection holds 1050 objects
    And search for the words of the last object brings it first
