"""What each page tells: the timeline, its neighbours, claims, questions, versions and the log."""
