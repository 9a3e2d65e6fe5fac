"""Everything behind the steps: settings, targets, clients, oracles and the sandbox."""
