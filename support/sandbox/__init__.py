"""Local deployments of the systems under test, made of real engines.

Each engine runs as its own process; the suite never imports anything from here.
"""
