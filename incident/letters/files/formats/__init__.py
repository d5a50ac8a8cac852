"""Each kind of file to lines of text; a damaged one may raise anything, which `kinds` words."""
