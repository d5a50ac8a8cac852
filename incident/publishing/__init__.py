"""From draft to reader: the transitions, the rules of an act, the roles, and the visibility."""
