"""The bytes of a letter to its pages of text, for each kind of file, within bounds."""
