"""Tests of the sandbox: are its engines faithful?"""
