"""Which events: what a query string asks, and the one answer to it."""
