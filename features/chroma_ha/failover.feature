@chroma_ha @isolated @needs_servers @needs_control
Feature: Nothing is lost when a server dies
  There are two servers so that one may die. Whoever reads or writes meanwhile does not notice, and
  when the dead one is back, it soon holds everything that it missed, and nothing else.

  Scenario Outline: Nothing that was acknowledged is lost when the <server> is killed amid writes
    Given a collection with 3 documents on both servers
    When the <server> is killed amid 40 writes and comes back
    Then the balancer and both servers hold exactly what was acknowledged

    @bug_one_way_replication
    Examples:
      | server  |
      | primary |

    @bug_later_documents_wait
    Examples:
      | server  |
      | replica |

  Scenario Outline: Documents are found while the <server> is away
    Given a collection with 3 documents on both servers
    When the <server> is killed
    Then the balancer shows exactly what was acknowledged, however often it is asked

    @bug_ids_of_each_server
    Examples:
      | server  |
      | primary |

    Examples:
      | server  |
      | replica |

  @bug_additions_only @bug_one_way_replication
  Scenario Outline: What changes while the <server> is away reaches it when it is back
    Given a collection with these documents on both servers
      | document |
      | contract |
      | invoice  |
      | minutes  |
    When "invoice" is updated, "minutes" is deleted and "offer" is written while the <server> is away
    Then the documents changed exactly like this
      | change  | document |
      | updated | invoice  |
      | removed | minutes  |
      | added   | offer    |

    Examples:
      | server  |
      | primary |
      | replica |

  @bug_additions_only @bug_one_way_replication
  Scenario: What changes while the primary is frozen reaches it when it works again
    Given a collection with these documents on both servers
      | document |
      | contract |
      | invoice  |
      | minutes  |
    When "invoice" is updated, "minutes" is deleted and "offer" is written while the primary is frozen
    Then the documents changed exactly like this
      | change  | document |
      | updated | invoice  |
      | removed | minutes  |
      | added   | offer    |

  Scenario Outline: A collection that is made while the <server> is away is whole there when it is back
    When a collection with 3 documents is made while the <server> is away
    Then the balancer and both servers hold exactly what was acknowledged

    @bug_one_way_replication
    Examples:
      | server  |
      | primary |

    Examples:
      | server  |
      | replica |

  @bug_empty_deletions_refused
  Scenario: A collection that is deleted while the replica is away is gone when it is back
    Given two collections on both servers
    When one of them is deleted while the replica is away
    Then it is gone from the balancer and both servers, and the other one stays as it was

  @bug_one_way_replication @bug_short_outages_missed
  Scenario: A collection that is made before anybody notices that the primary is away is whole
    When a collection with 3 documents is made in the moment in which the primary goes away
    Then the balancer and both servers hold exactly what was acknowledged

  Scenario: While both servers are away nothing is acknowledged that is lost
    Given a collection with 3 documents on both servers
    When 5 documents are written while both servers are away
    Then none of them is acknowledged
    And the balancer and both servers hold exactly what was acknowledged

  @bug_later_documents_wait
  Scenario: A restart of the balancer forgets nothing
    Given a collection with 3 documents on both servers
    When 5 documents are written while the replica is away, and the balancer is killed before it is back
    Then the balancer and both servers hold exactly what was acknowledged

  @bug_writes_without_log @bug_later_documents_wait
  Scenario: Writes are kept or refused while the database is away
    Given a collection with 3 documents on both servers
    When 5 documents are written while the database is away
    Then the balancer and both servers hold exactly what was acknowledged
