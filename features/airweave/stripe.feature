@airweave @connectors @stripe
Feature: A Stripe customer is found by all that is noted about it
  What a team knows about a customer stands in its description. Customers of one name are
  different people.

  Scenario: A customer is found by its last note
    Given a Stripe account with test customers
    When Airweave syncs
    Then search for the last words of "Cleo Carter" brings it first

  Scenario: A payment is found beside the customers
    Given a Stripe account with test customers
    And a payment of "Ada Archer" for "Zebrawood Shelves"
    When Airweave syncs
    Then search for "Zebrawood Shelves" finds the payment first

  @bug_deleted_customers_linger
  Scenario: What was noted about a deleted customer is found nowhere
    Given a Stripe account that Airweave has synced
    When "Ben Baker" is deleted
    And Airweave syncs
    Then search finds nothing of "Ben Baker" any more
