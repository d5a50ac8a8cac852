"""What the public sees is a function of the record and the question, so an answer is kept."""
