"""The audit log: written with each act, readable for ever. It depends on no model of the record."""
