"""How long the Chamber waited: the page of waits, and what each paper told."""
