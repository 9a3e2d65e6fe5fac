@airweave @connectors @google_drive
Feature: A file in Google Drive is found wherever it was moved to, until it is thrown away
  Drive knows a trash and documents of its own that are no files; people move things around
  and do not think of search.

  Scenario: A document of Google's own is found by its text
    Given a Google Drive folder that Airweave has synced
    When "Meeting notes" is added
    And Airweave syncs
    Then the collection changed exactly like this
      | change | document      |
      | added  | Meeting notes |

  @bug_sheets_lost
  Scenario: A sheet is found by what stands in its cells
    Given a Google Drive folder that Airweave has synced
    When "Price list" is added as a sheet
    And Airweave syncs
    Then the collection changed exactly like this
      | change | document   |
      | added  | Price list |

  Scenario: Files in nested folders are found
    Given a Google Drive folder with these files
      | file                    |
      | Welcome.txt             |
      | Team/Welcome.txt        |
      | Team/On call/Runbook.md |
    When Airweave syncs
    Then search finds them with score ≥ 0.8

  Scenario: A file that was moved to another folder is found as before
    Given a Google Drive folder that Airweave has synced
    When "Pricing.md" is moved to the folder "Archive"
    And Airweave syncs
    Then the collection did not change

  @bug_drive_folder_ignored
  Scenario: A file that was moved out of the folder disappears
    Given a Google Drive folder that Airweave has synced
    When "Pricing.md" is moved out of the folder
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file       |
      | removed | Pricing.md |

  Scenario: A trashed file disappears
    Given a Google Drive folder that Airweave has synced
    When "Pricing.md" is moved to the trash
    And Airweave syncs
    Then the collection changed exactly like this
      | change  | file       |
      | removed | Pricing.md |

  @bug_drive_folder_ignored
  Scenario: A file that was put beside the folder is left out
    Given a Google Drive folder that Airweave has synced
    When "Private.txt" is put beside the folder
    And Airweave syncs
    Then the collection did not change

  @needs_faults @isolated @bug_expired_changes_lost
  Scenario: A folder whose list of changes has expired is read anew
    Given a Google Drive folder that Airweave has synced
    When "Security.txt" is added
    And Airweave syncs after the history that it knew has expired
    Then the collection changed exactly like this
      | change | file         |
      | added  | Security.txt |

  @needs_full_sync @needs_faults @isolated @bug_withheld_taken_for_deleted
  Scenario: What Drive withholds is not taken for deleted
    Given a Google Drive folder that Airweave has synced
    When Airweave syncs everything from scratch while Drive withholds "Pricing.md"
    Then the collection did not change

  @bug_files_without_ending_lost
  Scenario: A text file whose name has no ending is found
    Given a Google Drive folder that Airweave has synced
    When "LICENSE" is added as a plain file
    And Airweave syncs
    Then the collection changed exactly like this
      | change | file    |
      | added  | LICENSE |

  Scenario: A file whose name holds a slash is found
    Given a Google Drive folder with test files
    When "Q1/Q2 plan.md" is added as a plain file
    And Airweave syncs
    Then search finds them with score ≥ 0.8

  @needs_full_sync
  Scenario: A trashed document of Google's own stays away
    Given a Google Drive folder with these files
      | file          |
      | Welcome.txt   |
      | Meeting notes |
    When Airweave syncs
    And "Meeting notes" is moved to the trash
    And Airweave syncs everything from scratch
    Then search finds them with score ≥ 0.8
