"""What each page shows: the timeline, its neighbours, claims, questions, versions and the log."""
