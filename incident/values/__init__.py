"""Text in, value out: dates, citations, cells of the CSV, differences. No Django, no database."""
