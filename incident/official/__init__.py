"""Papers asked of the official sources: fetching, reading and keeping, each in files of its own.

Nothing here runs in a reader's request, and nothing is asked unless OFFICIAL_ASK is on. What comes
back is a candidate with its evidence; a person decides.
"""
