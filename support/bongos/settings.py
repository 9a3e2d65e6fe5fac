"""The settings of the sources: how the suite, and whatever it tests, reach each of them."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, field_validator

from support.core.settings import Key, PatientSettings, Seconds, SecretUrl, Url


def _owner_and_repo(value: str) -> str:
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", value):
        raise ValueError("must have the form owner/repo")
    return value


RepoName = Annotated[str, AfterValidator(_owner_and_repo)]


class SourceSettings(PatientSettings):
    """Every source."""

    rate_limit_delay_ms: int | None = Field(
        None,
        ge=0,
        le=600_000,
        description="Pause between two writes to a source, in milliseconds."
        " Empty: what its vendor's limits ask for.",
    )
    source_timeout_s: Seconds = Field(60, description="Until a source lists what was written.")

    def pause(self, writes_a_second: float) -> float:
        """Return how long to pause between two writes, in seconds, given the vendor's limit."""
        asked = self.rate_limit_delay_ms
        return 1 / writes_a_second if asked is None else asked / 1000


class GitHubSettings(SourceSettings):
    """GitHub."""

    github_personal_access_token: Key | None = Field(
        None,
        description="Token that may write to the test repository; what is tested reads with it.",
    )
    github_repo_name: RepoName | None = Field(
        None, description="Test repository, as owner/repo. Only branches of the run are written."
    )
    github_test_branch: str = Field(
        "", description="Put in front of the names of the run's branches, such as qa/search."
    )
    github_api_url: Url = Field(
        HttpUrl("https://api.github.com"),
        description="GitHub's API, or a GitHub Enterprise's.",
    )
    github_faults_url: Url | None = Field(
        None, description="Where an emulated GitHub is told to refuse; the real one has no such."
    )
    github_faults_token: Key | None = Field(None, description="What it asks for there.")


class PostgreSQLSettings(SourceSettings):
    """PostgreSQL."""

    postgresql_url: SecretUrl | None = Field(
        None,
        description="Test database, as postgresql://user:password@host:port/database."
        " Only schemas of the run are written.",
    )


class S3Settings(SourceSettings):
    """Amazon S3."""

    s3_access_key_id: Key | None = Field(
        None, description="Access key that may write to the test bucket."
    )
    s3_secret_access_key: Key | None = Field(None, description="The secret of that key.")
    s3_bucket: str | None = Field(
        None, description="Test bucket. Only prefixes of the run are written."
    )
    s3_region: str = Field("us-east-1", description="The region of that bucket.")
    s3_endpoint_url: Url | None = Field(
        None, description="Another S3 than Amazon's, such as MinIO's."
    )


class StripeSettings(SourceSettings):
    """Stripe."""

    stripe_api_key: Key | None = Field(
        None, description="Test key that may write customers; a live key is refused."
    )
    stripe_api_url: Url = Field(
        HttpUrl("https://api.stripe.com"), description="Stripe's API, or a stand-in's."
    )

    @field_validator("stripe_api_key")
    @classmethod
    def _is_no_live_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith(("sk_test_", "rk_test_")):
            raise ValueError("a key must begin with sk_test_ or rk_test_; a live one is never used")
        return value


class SlackSettings(SourceSettings):
    """Slack."""

    slack_bot_token: Key | None = Field(
        None, description="Token (xoxb-) of a bot that may make channels and write in them."
    )
    slack_user_token: Key | None = Field(
        None, description="Token (xoxp-) of a user as whom is searched, not the bot's owner."
    )
    slack_api_url: Url = Field(
        HttpUrl("https://slack.com/api"), description="Slack's API, or a stand-in's."
    )


class GoogleSettings(SourceSettings):
    """Gmail, Google Drive and Google Calendar."""

    google_access_token: Key | None = Field(
        None,
        description="Token of a test account with the scopes mail.google.com, drive and calendar.",
    )
    google_api_url: Url | None = Field(None, description="Another address than Google's.")
    google_faults_url: Url | None = Field(
        None, description="Where an emulated Google is told to refuse; the real one has no such."
    )
    google_faults_token: Key | None = Field(None, description="What it asks for there.")


class LinearSettings(SourceSettings):
    """Linear."""

    linear_access_token: Key | None = Field(
        None, description="Token that may write issues and labels."
    )
    linear_team: str = Field("", description="Key of the test team, such as ENG. Empty: the first.")
    linear_api_url: Url = Field(
        HttpUrl("https://api.linear.app"), description="Linear's API, or a stand-in's."
    )
    linear_faults_url: Url | None = Field(
        None, description="Where an emulated Linear is told to refuse; the real one has no such."
    )
    linear_faults_token: Key | None = Field(None, description="What it asks for there.")


class NotionSettings(SourceSettings):
    """Notion."""

    notion_token: Key | None = Field(
        None, description="Token of an integration that the parent page is shared with."
    )
    notion_parent_page: str | None = Field(
        None, description="Id of the test page. Only pages below it are written."
    )
    notion_api_url: Url = Field(
        HttpUrl("https://api.notion.com"), description="Notion's API, or a stand-in's."
    )
    notion_faults_url: Url | None = Field(
        None, description="Where an emulated Notion is told to refuse; the real one has no such."
    )
    notion_faults_token: Key | None = Field(None, description="What it asks for there.")


class IMAPSettings(SourceSettings):
    """An IMAP server."""

    imap_url: SecretUrl | None = Field(
        None,
        description="Test mailbox, as imaps://user:password@host. Only folders of the run are"
        " written.",
    )


SETTINGS = (
    GitHubSettings,
    PostgreSQLSettings,
    S3Settings,
    StripeSettings,
    SlackSettings,
    GoogleSettings,
    LinearSettings,
    NotionSettings,
    IMAPSettings,
)


class SeiSettings(SourceSettings):
    """Sei."""

    sei_rpc_url: Url | None = Field(
        None, description="REST interface of a node of Sei, on which the test NFTs are made."
    )
    sei_chain_id: str = Field("atlantic-2", description="The chain: Sei's test network.")
    sei_private_key: Key | None = Field(
        None,
        description="Private key, in hexadecimal, of an account that pays for the test NFTs."
        " Whatever it holds can be spent with it: use an account for tests only.",
    )
    sei_cw721_code_id: int | None = Field(
        None,
        ge=1,
        le=2**64,
        description="The code of cw721-metadata-onchain on that chain; test collections run it.",
    )
    sei_gas_price: float = Field(
        0.1, ge=0, le=1_000_000, description="What the account pays for a unit of gas, in usei."
    )
