@airweave @connectors @github @bug_last_items_lost
Feature: A connection that cannot work is refused with the reason
  A mistake is told at once, not by a collection that stays empty.

  Scenario: A wrong token is refused
    Given a GitHub repo with test files
    When Airweave is connected with wrong credentials
    Then the connection is refused, and the reason names the credentials

  @bug_repository_not_named
  Scenario: An unknown repository is refused
    Given a GitHub repo with test files
    When Airweave is connected to a repository that does not exist
    Then the connection is refused, and the reason names the repository

  @bug_token_shown_on_request
  Scenario: The token of a connection is never shown again
    Given a GitHub repo with test files
    When Airweave syncs
    Then Airweave never shows the token again

  @needs_credential_check @bug_wrong_credentials_taken_over
  Scenario: A connection does not take over a wrong token
    Given a GitHub repo that Airweave has synced
    When the connection is given wrong credentials
    Then that is refused, and the connection works as before

  @needs_faults @isolated @bug_sync_errors_hidden
  Scenario: A token that has expired is told, and what was collected stays
    Given a GitHub repo that Airweave has synced
    When Airweave syncs after the token has expired
    Then that sync fails, and the reason names the credentials
    And the collection did not change

  @needs_faults @needs_credential_check @isolated
  Scenario: A connection whose token had expired goes on when it is given one again
    Given a GitHub repo that Airweave has synced
    When "docs/security.md" is added
    And Airweave syncs after the token has expired
    And the connection is given its token again
    And Airweave syncs
    Then the collection changed exactly like this
      | change | file             |
      | added  | docs/security.md |
