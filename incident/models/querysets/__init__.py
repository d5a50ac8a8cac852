"""How the rows of the record are asked for, one file a noun."""
