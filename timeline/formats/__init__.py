"""Which facts, in which form: CSV, JSON, feeds, calendar, archive, and what describes them."""
