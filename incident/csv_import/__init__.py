"""Taking our own CSV back: a file within bounds, what one row asks for, all rows or none."""
