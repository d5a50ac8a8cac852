"""Which events: the query string, and the selection that answers it."""
