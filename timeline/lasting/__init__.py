"""What is kept for good, for programs: citations to download, and earlier states."""
