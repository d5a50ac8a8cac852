"""How single fields show themselves on the desk."""

from django.contrib.admin.widgets import AutocompleteSelect

from incident.admin.lists import is_key
from incident.dates import DateError, EventDate


def in_words(date: str) -> str:
    """Return a typed date as readers will see it, also while another field is still wrong."""
    try:
        return (
            str(EventDate.parse(date)) if date else "Na het opslaan staat hier de datum in woorden."
        )
    except DateError:
        return "Deze datum kunnen lezers nog niet zien."


class PaperSelect(AutocompleteSelect):
    """Finds a paper as one types; shows a forged choice as none instead of asking it of SQLite."""

    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [key for key in value if not key or is_key(key)], attrs)
