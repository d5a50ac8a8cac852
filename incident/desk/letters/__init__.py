"""Letters read in at the desk: the file in, the reading table, and the drafts made at it."""
