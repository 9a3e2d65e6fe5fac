@sentinai
Feature: Every accepted exception is processed, up to the tool that resolves it
  Whoever submits an exception gets an answer at once and need not wait. Behind it the
  exception is taken in, triaged and matched with a playbook, the playbook's tools are
  called, and the outcome is kept as feedback for the next time.

  @needs_kafka @test_post_exception_worker_chain_playbook_tool_exec @bug_chain_stops_at_playbooks
  Scenario: An accepted exception passes every stage in order, and its tool is called once
    Given a tenant whose playbook calls a tool
    When an exception is submitted
    Then it passes these stages, each once and in this order
      | stage    |
      | intake   |
      | triage   |
      | policy   |
      | playbook |
      | tool     |
      | feedback |
    And SentinAI has recorded one execution, which has succeeded

  @bug_chain_stops_at_playbooks
  Scenario: The steps of a playbook are executed one after the other
    Given a tenant whose playbook has these steps
      | step              |
      | look up the payer |
      | pay again         |
      | tell the payer    |
    When an exception is submitted
    Then the tool is told exactly these steps in this order
      | step              |
      | look up the payer |
      | pay again         |
      | tell the payer    |
    And every list is whole, page by page and filter by filter

  @bug_chain_stops_at_playbooks
  Scenario: A playbook of more than nine steps is executed from its first to its last
    Given a tenant whose playbook has 11 steps
    When an exception is submitted
    Then the tool is told all these steps, from the first to the last

  @bug_priorities_ignored @bug_chain_stops_at_playbooks
  Scenario: Of several playbooks the one that fits is followed
    Given a tenant with these playbooks, the most important first
      | kind            | tool         |
      | PAYMENT_FAILED  | retryPayment |
      | DELIVERY_FAILED | callCarrier  |
      | DELIVERY_FAILED | askBank      |
    When a "DELIVERY_FAILED" exception is submitted
    Then only the tool "callCarrier" is called

  Scenario: An exception that no playbook fits is triaged, and no tool is called
    Given a tenant whose playbook calls a tool
    When a "LATE_PAYMENT_FAILED" exception is submitted
    Then it passes these stages, each once and in this order
      | stage  |
      | intake |
      | triage |
      | policy |

  @bug_tools_by_hand_break
  Scenario: A tool that is called by hand works, too
    Given a tenant whose playbook calls a tool
    When the tool is called by hand
    Then SentinAI has recorded one execution, which has succeeded
    And the tool is told exactly these steps in this order
      | step    |
      | by hand |

  @bug_batches_cut_short @bug_chain_stops_at_playbooks
  Scenario: Every exception of a batch is processed to the end
    Given a tenant whose playbook calls a tool
    When 5 exceptions are submitted as one batch
    Then each of them passes every stage once and in order

  @bug_reprocessing_forgets @bug_reprocessing_goes_nowhere @bug_chain_stops_at_playbooks
  Scenario: An exception that is reprocessed passes every stage once more
    Given a tenant whose playbook calls a tool
    And 2 exceptions that have passed every stage
    When they are reprocessed
    Then each of them passes every stage once more
