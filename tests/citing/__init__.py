"""How pages are cited, and what reference managers make of that."""
