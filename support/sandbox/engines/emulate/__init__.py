"""Slack, Stripe, Google and Linear: `emulate` behind one gate that knows their tokens."""
