@sentinai @needs_database
Feature: Personal data is redacted before it is kept
  Exceptions come with whatever stood in the failed transaction. Names, cards and passwords
  are not kept anywhere, and everything else is.

  @bug_redaction_by_substring
  Scenario: Personal data is found nowhere, and what stands beside it is kept
    Given a tenant whose playbook calls a tool
    When an exception full of personal data is submitted
    Then its personal data is redacted, and everything else is kept
