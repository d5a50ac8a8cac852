"""Queries that are written in SQL once, and asked with other values each time."""
