"""Chroma HA as it should be: a balancer with a write-ahead log, and the switches of its processes.

The way of a write: `api_proxy` takes it, `writing` logs it and has one server execute it, then it
is acknowledged, and `replication` brings it to the other one. Reads take `reading`.
"""
