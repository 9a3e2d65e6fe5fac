"""A Sei chain: signed transactions, and CW721 collections, over the REST interface of a node."""
