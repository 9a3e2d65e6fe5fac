"""Everything behind the steps: settings, deployments, clients, oracles and the sandbox."""
