"""The sources, each with what it is asked, how, and what its answer says."""
