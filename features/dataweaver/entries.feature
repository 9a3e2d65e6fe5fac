@dataweaver
Feature: What was put into DataWeaver is found
  People put a text away under a name, and rely on finding it there, word for word.

  Scenario: An entry is found under its name, word for word
    When these entries are put into DataWeaver
      | name     | text                |
      | greeting | Good morning to all |
      | farewell | See you again soon  |
      | Grüße    | Einen schönen Gruß  |
    Then DataWeaver finds each of them as it was put, and lists no others
