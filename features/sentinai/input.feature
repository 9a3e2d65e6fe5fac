@sentinai
Feature: What cannot be worked on is refused at once
  A caller who makes a mistake is told so, in words that tell nothing of SentinAI's inside,
  and nothing of it is kept.

  Scenario Outline: An exception <mistake> is refused
    Given a tenant whose playbook calls a tool
    When somebody hands in an exception <mistake>
    Then it is refused, politely and without a look inside
    And nothing of it is kept

    Examples:
      | mistake                                  |
      | that is cut off                          |
      | that is empty                            |
      | that says nothing                        |
      | that is a list of none                   |
      | that is plain text                       |
      | that is two megabytes long               |
      | with a character that no database stores |
      | whose id is longer than any id           |

  Scenario: An exception of a tenant that nobody knows is refused
    When a tenant that nobody knows hands in an exception
    Then it is refused, politely and without a look inside
