"""How staff keep each noun: its form, its rows, its list."""
