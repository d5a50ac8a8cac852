"""The editors' desk: Django's admin, one file a noun."""
