"""How a letter stands on paper: what of a page is its text, and which lines are one paragraph."""
