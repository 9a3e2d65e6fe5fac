"""DataWeaver as it should be.

The way of data: a reader opens a source and shows its tables, `extraction` writes one of them into
a file, `syncing` finds what has changed since, and the routes tell of all that.
"""
