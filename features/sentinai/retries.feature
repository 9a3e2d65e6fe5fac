@sentinai
Feature: A tool that fails is tried again, patiently, and not for ever
  Tools have bad days. SentinAI tries again after a pause, each time after a longer one, and
  gives up after as many retries as its policy says.

  Scenario: A tool that fails twice and then works has done its work once
    Given a tenant whose tool fails twice and then works
    When an exception is posted
    Then the tool works at the third attempt, and the exception passes every stage
    And SentinAI has recorded one execution, which has succeeded
    And the pauses between the attempts grow as the policy says

  @needs_kafka @test_retry_dlq_path
  Scenario: A tool that never works is given up after as many attempts as the policy says
    Given a tenant whose tool never works
    When an exception is posted
    Then the tool is given up after the last attempt
    And the pauses between the attempts grow as the policy says
    And one dead letter tells the cause

  Scenario: An exception whose tool fails holds up no other
    Given a tenant whose tool never works for the first exception
    When 10 exceptions are posted
    Then the first one is given up, and the others pass every stage
