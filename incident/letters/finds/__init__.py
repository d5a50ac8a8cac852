"""What stands in a letter's sentences, each find with its place; by rules, nothing is guessed."""
