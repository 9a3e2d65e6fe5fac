@sentinai
Feature: Tenants never meet
  Two tenants may give their exceptions the same names and use the same SentinAI. Neither can
  see, change or even count what is the other's.

  @needs_kafka @test_tenant_isolation @bug_names_shared_by_tenants @bug_chain_stops_at_playbooks
  Scenario: Exceptions of one name in two tenants are processed without meeting
    Given two tenants whose playbooks call a tool
    When both submit an exception of the same name
    Then each tenant's exception passes every stage once and in order
    And each tenant is told of its own exception only

  @law @bug_chain_stops_at_playbooks
  Scenario: Tenants and kinds that are handled at the same time are never mixed up
    Given two tenants, each with these playbooks
      | kind            | tool         |
      | PAYMENT_FAILED  | retryPayment |
      | DELIVERY_FAILED | callCarrier  |
    When both submit 10 exceptions of each kind at once
    Then each tenant's exceptions pass every stage once and in order

  @bug_foreign_playbooks_followed
  Scenario: The playbook of one tenant is not followed for another
    Given two tenants of which only the other has a playbook for "CUSTOMS_HELD"
    When a "CUSTOMS_HELD" exception is submitted
    Then it passes these stages, each once and in this order
      | stage  |
      | intake |
      | triage |
      | policy |
    And the tool of the other tenant is not called

  @bug_open_metrics @bug_credentials_shown
  Scenario: Another tenant's admin is denied on every endpoint
    Given a tenant whose playbook calls a tool
    And an exception that SentinAI knows
    When another tenant's admin, and then whoever has the right, tries to do all of this
      | action                            |
      | submit an exception               |
      | list its exceptions               |
      | read an exception                 |
      | change an exception               |
      | read a timeline                   |
      | read a trace                      |
      | reprocess an exception            |
      | see the playbook that is followed |
      | list its playbooks                |
      | add a playbook                    |
      | list its tools                    |
      | add a tool                        |
      | call a tool                       |
      | switch a tool off                 |
      | list what its tools did           |
      | read its metrics                  |
    Then whoever has the right succeeds each time, and the other tenant's admin is denied

  @bug_admins_of_all_tenants
  Scenario: Another tenant's admin does not administer it
    Given a tenant whose playbook calls a tool
    When another tenant's admin, and then whoever has the right, tries to do all of this
      | action           |
      | read its packs   |
      | change its packs |
      | suspend it       |
    Then whoever has the right succeeds each time, and the other tenant's admin is denied

  @needs_database @bug_open_dead_letters
  Scenario: Another tenant's admin is denied on every dead letter
    Given a tenant whose playbook calls a tool
    And 2 dead letters
    When another tenant's admin, and then whoever has the right, tries to do all of this
      | action                 |
      | list its dead letters  |
      | count its dead letters |
      | read a dead letter     |
      | retry a dead letter    |
      | retry all dead letters |
      | discard a dead letter  |
    Then whoever has the right succeeds each time, and the other tenant's admin is denied

  @needs_api_keys
  Scenario: A key opens the tenant that it was made for, and no other
    When the keys of two tenants are tried on both
    Then each key opens its own tenant and is denied on the other

  Scenario: Whoever brings no key, or an unknown one, is not let in
    Given a tenant whose playbook calls a tool
    When its admin, somebody without a key and somebody with an unknown one ask for its exceptions
    Then only its admin is let in

  @bug_chain_stops_at_playbooks
  Scenario: A tenant that is no longer suspended works as before
    Given a tenant whose playbook calls a tool
    And the tenant is suspended
    When it may work again, and an exception is submitted
    Then each of them passes every stage once and in order

  @bug_suspended_tenants_served
  Scenario: A suspended tenant is rejected
    Given a tenant whose playbook calls a tool
    And the tenant is suspended
    When it submits an exception all the same
    Then it is rejected as the caller's error, with no internal details
    And nothing of it is kept
