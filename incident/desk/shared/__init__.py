"""What the forms and lists of several nouns have in common."""
