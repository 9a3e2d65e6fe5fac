"""What became of earlier runs: kept, compared with the one at hand, and asked for."""
