"""Tests of the sandbox of SentinAI."""
