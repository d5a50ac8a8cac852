"""Letters read in: a file to text, and the text to finds, each with its place; no guesses."""
