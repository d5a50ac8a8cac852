"""Before any view and after it has failed: refusals, limits, error pages, logs."""
