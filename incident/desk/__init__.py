"""The editors' desk: Django's admin, with its home page and the pages that we add to it."""
