"""From draft to reader: the transitions, what an act must keep, who may, and who may see."""
