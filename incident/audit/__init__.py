"""The log of changes: written with each act, readable for ever, and checked. It knows no noun."""
