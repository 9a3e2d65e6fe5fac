"""The settings of the sources: how the suite, and Airweave, reach each of them."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, field_validator
from pydantic_settings import BaseSettings


def _owner_and_repo(value: str) -> str:
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", value):
        raise ValueError("must have the form owner/repo")
    return value


RepoName = Annotated[str, AfterValidator(_owner_and_repo)]


class SourceSettings(BaseSettings):
    """Every variable of every source."""

    def secret(self, field: str) -> str:
        """Return a secret that is known to be set."""
        value = getattr(self, field)
        assert isinstance(value, SecretStr), f"{field} is checked before a source is opened"
        return value.get_secret_value()

    github_personal_access_token: SecretStr | None = Field(
        None, description="Token that may write to the test repository; Airweave reads with it too."
    )
    github_repo_name: RepoName | None = Field(
        None, description="Test repository, as owner/repo. Only branches of the run are written."
    )
    github_test_branch: str = Field(
        "", description="Put in front of the names of the run's branches, such as qa/airweave."
    )
    github_api_url: HttpUrl = Field(
        HttpUrl("https://api.github.com"),
        description="GitHub's API, or a GitHub Enterprise's.",
    )
    github_faults_url: HttpUrl | None = Field(
        None, description="Where an emulated GitHub is told to refuse; the real one has no such."
    )

    postgresql_url: SecretStr | None = Field(
        None,
        description="Test database, as postgresql://user:password@host:port/database."
        " Only schemas of the run are written.",
    )

    s3_access_key_id: SecretStr | None = Field(
        None, description="Access key that may write to the test bucket; Airweave reads with it."
    )
    s3_secret_access_key: SecretStr | None = Field(None, description="The secret of that key.")
    s3_bucket: str | None = Field(
        None, description="Test bucket. Only prefixes of the run are written."
    )
    s3_region: str = Field("us-east-1", description="The region of that bucket.")
    s3_endpoint_url: HttpUrl | None = Field(
        None, description="Another S3 than Amazon's, such as MinIO's."
    )

    stripe_api_key: SecretStr | None = Field(
        None, description="Test key that may write customers; a live key is refused."
    )
    stripe_api_url: HttpUrl = Field(
        HttpUrl("https://api.stripe.com"), description="Stripe's API, or a stand-in's."
    )

    slack_bot_token: SecretStr | None = Field(
        None, description="Token (xoxb-) of a bot that may make channels and write in them."
    )
    slack_user_token: SecretStr | None = Field(
        None, description="Token (xoxp-) of a user as whom Airweave searches, not the bot's owner."
    )
    slack_api_url: HttpUrl = Field(
        HttpUrl("https://slack.com/api/"), description="Slack's API, or a stand-in's."
    )

    google_access_token: SecretStr | None = Field(
        None,
        description="Token of a test account with the scopes mail.google.com, drive and calendar;"
        " Airweave reads Gmail, Drive and Calendar with it.",
    )
    google_api_url: HttpUrl | None = Field(None, description="Another address than Google's.")

    linear_access_token: SecretStr | None = Field(
        None, description="Token that may write issues and labels; Airweave reads with it too."
    )
    linear_team: str = Field("", description="Key of the test team, such as ENG. Empty: the first.")
    linear_api_url: HttpUrl = Field(
        HttpUrl("https://api.linear.app"), description="Linear's API, or a stand-in's."
    )

    notion_token: SecretStr | None = Field(
        None, description="Token of an integration that the parent page is shared with."
    )
    notion_parent_page: str | None = Field(
        None, description="Id of the test page. Only pages below it are written."
    )
    notion_api_url: HttpUrl = Field(
        HttpUrl("https://api.notion.com"), description="Notion's API, or a stand-in's."
    )

    imap_url: SecretStr | None = Field(
        None,
        description="Test mailbox, as imaps://user:password@host. Only folders of the run are"
        " written.",
    )

    @field_validator("stripe_api_key")
    @classmethod
    def _is_no_live_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith(("sk_test_", "rk_test_")):
            raise ValueError("a key must begin with sk_test_ or rk_test_; a live one is never used")
        return value
