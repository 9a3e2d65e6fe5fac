"""DataWeaver, as small as its promises allow."""
