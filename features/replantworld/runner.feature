@replantworld @isolated
Feature: A test that ReplantWorld has passed was seen to pass
  ReplantWorld tests itself, in seven ways. Whoever reads that a test has passed relies on it: then
  something was moved, others have seen it, and it can be read again later.

  @needs_solana
  Scenario Outline: The test of <what> passes, and is seen on Solana
    When ReplantWorld tests <what>
    Then the test has passed, and others have seen it

    @bug_tests_never_pass
    Examples:
      | what         |
      | a single NFT |
      | batches      |
      | many NFTs    |
      | the cache    |
      | speed        |

    @bug_rollback_test_invented
    Examples:
      | what     |
      | rollback |

  @bug_tests_never_pass
  Scenario: The test of errors passes when they are told
    When ReplantWorld tests errors
    Then the test has passed

  @needs_control
  Scenario Outline: The test of <what> does not pass while Solana is away
    When ReplantWorld tests <what> while Solana is away
    Then the test has not passed

    Examples:
      | what         |
      | a single NFT |
      | batches      |

    @bug_rollback_test_invented
    Examples:
      | what     |
      | rollback |

  @bug_tests_forgotten
  Scenario: Tests at the same time are kept, each by itself
    When ReplantWorld runs 2 tests of errors at once
    Then each of the tests is kept as it was told, under a name of its own

  @bug_tests_forgotten
  Scenario: Tests are found again, by what they tested and by how they ended
    When ReplantWorld tests errors and a single NFT
    Then each of the tests is kept as it was told, under a name of its own
    And whoever looks for tests of a kind, of an outcome or page by page finds just those
