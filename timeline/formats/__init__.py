"""The forms of the facts: CSV, JSON, feeds, calendar, archive, and what describes them."""
