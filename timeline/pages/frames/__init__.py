"""A frame: a part of the timeline on a page of somebody else."""
