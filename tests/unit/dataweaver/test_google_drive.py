"""What DataWeaver is told of a token of Google."""

from google.oauth2.credentials import Credentials

from support.dataweaver.sources.google_drive import _token_info


def test_a_token_is_good_for_the_library_of_google() -> None:
    info = {**_token_info("ya29.right"), "client_id": "datamonkey", "client_secret": "none"}
    told = Credentials.from_authorized_user_info(info)  # type: ignore[no-untyped-call]
    assert told.token == "ya29.right"
    assert told.valid
