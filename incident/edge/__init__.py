"""Before any view and after it has failed: what is refused, what is said, what is logged."""
