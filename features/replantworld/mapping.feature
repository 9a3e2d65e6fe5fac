@replantworld @bug_migrates_nothing
Feature: An NFT is on Solana what it was on Sei
  Solana has less room for a name than Sei, and other ways to show a picture. What fits arrives to
  the last letter, what does not fit is cut where the rules say, and where an NFT comes from is told.

  @needs_solana @bug_simulated_minting @bug_unsaid_fields
  Scenario Outline: An NFT with <what> arrives as the rules say
    Given an NFT with <what> on Sei
    When ReplantWorld migrates it
    Then each of them is on Solana once, with all that belongs to it, and all who know of it agree

    Examples:
      | what                             |
      | a name of 32 characters          |
      | a name of 33 characters          |
      | a description of 200 characters  |
      | a description of 201 characters  |
      | words in many alphabets          |
      | a picture on IPFS                |
      | many traits                      |
      | nothing but a name and a picture |
