@chroma_ha @isolated @needs_servers
Feature: Many people work at once, and nobody is turned away
  Programs write and search at the same time, as many as the product promises to serve. None of
  them is refused, and what they were told is true afterwards.

  @bug_later_documents_wait
  Scenario: Five users who write and search at a steady pace are all served
    Given a collection with 3 documents on both servers
    When 5 users write 12 documents each, and search after each
    Then nobody was turned away
    And the balancer and both servers hold exactly what was acknowledged
