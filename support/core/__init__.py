"""What everything else stands on; it knows nothing of runs, systems and sources."""
