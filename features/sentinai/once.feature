@sentinai
Feature: Nothing is done twice, however often it is asked for
  Networks repeat themselves and callers press the button again. A payment must not go out
  twice for that.

  @needs_kafka @test_idempotency_duplicate_events @bug_deliveries_repeat_work @bug_chain_stops_at_playbooks
  Scenario: Events that are delivered twice have no second effect
    Given a tenant whose playbook calls a tool
    And an exception that has passed every stage
    When all its events are delivered once more
    Then nothing is done a second time

  @needs_idempotency_keys @bug_chain_stops_at_playbooks
  Scenario: A request that is repeated with its key is one request
    Given a tenant whose playbook calls a tool
    When an exception is submitted twice with the same key
    Then both answers name the same exception
    And nothing is done a second time

  @needs_idempotency_keys @bug_chain_stops_at_playbooks
  Scenario: An exception is not lost because another one had its key
    Given a tenant whose playbook calls a tool
    When two exceptions are submitted with the same key
    Then each accepted one passes every stage, while nothing is known of the others

  @bug_submissions_repeat_work @bug_chain_stops_at_playbooks
  Scenario: An exception that is submitted again under its name is the same exception
    Given a tenant whose playbook calls a tool
    And an exception that has passed every stage
    When it is submitted again under its name
    Then nothing is done a second time
    And its status is told under the same name

  @needs_database @bug_work_unrecorded
  Scenario: Every event is recorded as processed
    Given a tenant whose playbook calls a tool
    When an exception is submitted
    Then every event of it is recorded as processed
