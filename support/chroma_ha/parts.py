"""What a deployment is made of, by the names that its switches have."""

PRIMARY, REPLICA, BALANCER, DATABASE = "primary", "replica", "balancer", "database"
