"""The words that sentences about any source share."""

from support.bongos import SOURCES

PARAMETER_TYPES = {
    # What a feature calls a source; nothing else is one.
    "Source": "|".join(SOURCES),
    # What a document is called in its source; to the steps they are all the same.
    "Noun": "customer|document|event|file|issue|mail|message|object|page|row",
}
