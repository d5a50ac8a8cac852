"""Headers that several parts of an answer add to."""
