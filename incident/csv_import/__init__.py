"""Reading our own CSV back: the limits of a file, what one row asks for, all rows or none."""
