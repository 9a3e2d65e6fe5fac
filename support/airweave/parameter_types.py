"""The words that sentences about any source share."""

from support.airweave.connectors import CONNECTED

PARAMETER_TYPES = {
    # What a feature calls a source; nothing else is one.
    "Source": "|".join(CONNECTED),
    # What a document is called in its source; to the steps they are all the same.
    "Noun": "customer|document|event|file|issue|mail|message|object|page|row",
}
