"""The parts of a date in Dutch: what words say, how the year follows, and what tense tells."""
