@chroma_ha @needs_servers
Feature: What is written through the balancer is on both servers
  People write to one place and rely on two: whatever Chroma HA has acknowledged is found, and
  either server could go on alone, because both hold all of it, and nothing else.

  Scenario: Documents that are written are found, and both servers hold them
    When these documents are written
      | document |
      | contract |
      | invoice  |
      | Grüße    |
    Then the balancer and both servers hold exactly what was acknowledged

  @bug_additions_only
  Scenario: An updated document is updated on both servers, and its neighbours stay
    Given a collection with these documents on both servers
      | document |
      | contract |
      | invoice  |
      | minutes  |
    When the document "invoice" is updated
    Then the documents changed exactly like this
      | change  | document |
      | updated | invoice  |

  @bug_additions_only
  Scenario: Upserting changes what is there and adds what is not
    Given a collection with these documents on both servers
      | document |
      | contract |
      | invoice  |
    When the documents "invoice" and "minutes" are upserted
    Then the documents changed exactly like this
      | change  | document |
      | updated | invoice  |
      | added   | minutes  |

  @bug_additions_only
  Scenario: A deleted document disappears from both servers, and its neighbours stay
    Given a collection with these documents on both servers
      | document |
      | contract |
      | invoice  |
      | minutes  |
    When the document "invoice" is deleted
    Then the documents changed exactly like this
      | change  | document |
      | removed | invoice  |

  @bug_additions_only
  Scenario: The documents of a topic are deleted, and no others
    Given a collection with these documents on both servers
      | document | topic |
      | contract | legal |
      | invoice  | money |
      | payroll  | money |
    When the documents about "money" are deleted
    Then the documents changed exactly like this
      | change  | document |
      | removed | invoice  |
      | removed | payroll  |

  @bug_widened_deletions @bug_additions_only
  Scenario: A deleted chunk of a document takes none of its other chunks along
    Given a document of three chunks on both servers
    When its second chunk is deleted
    Then the documents changed exactly like this
      | change  | document |
      | removed | chunk 2  |

  @bug_additions_only
  Scenario: Of many updates of a document in a row, the last one stays
    Given a collection with these documents on both servers
      | document |
      | contract |
      | invoice  |
    When the document "invoice" is updated 8 times in a row
    Then the balancer and both servers hold exactly what was acknowledged

  Scenario: A write that is refused is applied nowhere
    Given a collection with these documents on both servers
      | document |
      | contract |
    When somebody writes "invoice" in a form that does not fit the collection
    Then it is refused
    And the balancer and both servers hold exactly what was acknowledged
