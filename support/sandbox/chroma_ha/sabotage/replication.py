
"""Defects of replication: what becomes of an acknowledged write on the other server."""
