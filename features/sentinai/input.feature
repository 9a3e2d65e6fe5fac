@sentinai
Feature: What cannot be processed is rejected at once
  A caller who makes a mistake is told so, in words that tell nothing of SentinAI's inside,
  and nothing of it is kept.

  Scenario Outline: An exception <mistake> is rejected
    Given a tenant whose playbook calls a tool
    When somebody submits an exception <mistake>
    Then it is rejected as the caller's error, with no internal details
    And nothing of it is kept

    Examples:
      | mistake                |
      | that is cut off        |
      | that is empty          |
      | that says nothing      |
      | that is a list of none |
      | that is plain text     |

    @bug_large_exceptions_break_it
    Examples:
      | mistake                    |
      | that is two megabytes long |

    @bug_unstorable_characters_break_it
    Examples:
      | mistake                                  |
      | with a character that no database stores |

    @bug_endless_names_accepted
    Examples:
      | mistake                        |
      | whose id is longer than any id |

  @bug_unknown_tenants_break_it
  Scenario: An exception of a tenant that nobody knows is rejected
    Given a tenant whose playbook calls a tool
    When a tenant that nobody knows submits an exception
    Then it is rejected as the caller's error, with no internal details
    And exceptions that are submitted later are processed
