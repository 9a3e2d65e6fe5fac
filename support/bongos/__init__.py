"""Bongos: one file a source, how test data gets into it and out of it through its real API."""
