@chroma_ha @isolated @needs_control @needs_starts
Feature: Chroma HA does not start with settings that are wrong
  Whoever mistypes a setting wants to hear of it at once, by its name, and not weeks later, when the
  product behaves as nobody has told it to.

  Scenario Outline: "<value>" is no <setting>
    When somebody starts Chroma HA with "<value>" as its <setting>
    Then it refuses to start, and names the setting
    And it starts with the settings that it has

    @bug_wrong_settings_unnamed
    Examples:
      | setting        | value |
      | CHECK_INTERVAL | soon  |

    @bug_wrong_settings_taken
    Examples:
      | setting         | value   |
      | REQUEST_TIMEOUT | -1      |
      | PRIMARY_URL     | nowhere |

    @needs_strategies @bug_unknown_strategies
    Examples:
      | setting               | value    |
      | LOAD_BALANCE_STRATEGY | nonsense |
