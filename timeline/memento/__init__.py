"""Earlier states found by their moment: the Memento protocol (RFC 7089)."""
