@sentinai
Feature: What happens to one exception happens in order
  Exceptions overtake each other, and may. Within one of them nothing comes before its cause:
  not in what the workers tell each other, not in what is stored, not in what is done.

  @needs_kafka @test_ordering_per_exception @bug_chain_stops_at_playbooks
  Scenario: The order holds in each of 200 exceptions that are under way at once
    Given a tenant whose playbook calls a tool
    When 200 exceptions are submitted at once
    Then each of them passes every stage once and in order
    And every list is whole, page by page and filter by filter

  @bug_timelines_newest_first
  Scenario: The timeline tells the story from its beginning
    Given a tenant whose playbook calls a tool
    When an exception is submitted
    Then its timeline begins with the intake and ends with the feedback
