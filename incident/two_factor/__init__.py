"""How staff sign in at the desk, how long they stay, and who is sent away."""
