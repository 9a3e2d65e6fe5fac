@sentinai
Feature: A tool that fails is retried, patiently, and not for ever
  Tools have bad days. SentinAI retries after a pause, each time after a longer one, and gives
  up with a dead letter after as many retries as its policy says.

  @bug_chain_stops_at_playbooks
  Scenario: A tool that fails twice and then works has done its work once
    Given a tenant whose tool fails twice and then works
    When an exception is submitted
    Then the tool works at the third attempt, and the exception passes every stage
    And SentinAI has recorded one execution, which has succeeded
    And the pauses between the attempts grow as the policy says

  @needs_kafka @test_retry_dlq_path @bug_no_dead_letters @bug_chain_stops_at_playbooks
  Scenario: An exception whose tool never works ends in a dead letter after all its retries
    Given a tenant whose tool never works
    When an exception is submitted
    Then it is dead-lettered after the last attempt
    And the pauses between the attempts grow as the policy says
    And one dead letter tells the cause

  @bug_no_dead_letters @bug_chain_stops_at_playbooks
  Scenario: An exception whose tool fails blocks no other
    Given a tenant whose tool never works for the first exception
    When 10 exceptions are submitted
    Then the first one is dead-lettered, and the others pass every stage
    And every list is whole, page by page and filter by filter
