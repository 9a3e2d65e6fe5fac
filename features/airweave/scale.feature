@airweave @connectors @scale @bug_last_items_lost
Feature: A collection stays whole however much there is in its source
  Nobody reads thousands of documents to see whether one of them is missing. All of them are
  compared here, and search is asked for as many as it takes to notice that some are not found.

  @<tag>
  Scenario Outline: Of a great many documents in <source> each is there once, as it was written last
    Given <source> with a great many documents that Airweave has synced
    When some of them are edited and others are deleted
    And Airweave syncs
    Then the collection holds each of them once and as it is now
    And search finds a random sample of them by their words

    @bug_lingering_vectors
    Examples:
      | tag    | source        |
      | github | a GitHub repo |

    @bug_linear_removals_unseen
    Examples:
      | tag    | source        |
      | linear | a Linear team |

    Examples:
      | tag        | source             |
      | postgresql | a PostgreSQL table |
      | s3         | an S3 bucket       |
