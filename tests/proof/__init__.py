"""Proof that the suite goes red: every planted defect, and every fault of a source."""
