"""The observers: Kafka, the database and the suite's own tool."""
