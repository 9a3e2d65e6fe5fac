@chroma_ha @needs_servers
Feature: A collection is one collection, whichever server answers
  Two servers stand behind the balancer, and nobody who reads may notice it: a collection has one
  identity, one size and one content, and when it is deleted, it is gone from both.

  @bug_empty_deletions_refused
  Scenario: A deleted collection is gone everywhere, and its neighbour stays
    Given two collections on both servers
    When one of them is deleted
    Then it is gone from the balancer and both servers, and the other one stays as it was

  @bug_notes_replaced @bug_sizes_guessed
  Scenario: What is noted of a collection as a whole is noted on both servers
    When a collection is made with notes of every kind
    Then the balancer and both servers tell these notes

  @bug_ids_of_each_server
  Scenario: A collection has one identity
    Given a collection with 3 documents on both servers
    Then it is the same collection, however often it is looked up

  @bug_ids_of_each_server
  Scenario: Whoever finds a collection by its name can write to it
    Given a collection with 3 documents on both servers
    When 6 documents are written to the collection as it is found by its name
    Then each of them is acknowledged

  @bug_refused_writes_replayed @bug_later_documents_wait
  Scenario: What is written to a collection as it is found is on both servers, or refused
    Given a collection with 3 documents on both servers
    When 6 documents are written to the collection as it is found by its name
    Then the balancer and both servers hold exactly what was acknowledged

  @bug_ids_of_each_server
  Scenario: A collection counts what it holds
    Given a collection with 3 documents on both servers
    Then the count is right, however often it is asked for

  Scenario: Pages of documents are together the whole
    Given a collection with 7 documents on both servers
    Then pages of any size hold each document once

  @bug_dropped_query_strings @bug_pages_of_each_server
  Scenario: Pages of collections are together the whole
    Given two collections on both servers
    Then pages of any size list each collection once

  Scenario: A condition brings the documents that satisfy it, and no others
    Given a collection with these documents on both servers
      | document | topic |
      | contract | legal |
      | invoice  | money |
      | payroll  | money |
    Then each topic brings its documents, and no others

  Scenario: A document is found first by its own words
    Given a collection with 7 documents on both servers
    Then the words of each document bring it first

  @bug_empty_deletions_refused
  Scenario: The recipe of the product's own guide works, line by line
    When somebody follows the guide's recipe
    And another collection is filled after it
    Then the recipe's query brings both of its documents
    And once the other collection is everywhere, nothing is left of the recipe's own
