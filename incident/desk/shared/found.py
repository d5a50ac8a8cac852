"""What a search of a list finds: looked for once, and counted as far as its pages go."""

from django.contrib.admin.views.main import SEARCH_VAR
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

MOST_FOUND = 2000  # rows of a search that its pages hold; with more words there are fewer
TERM = "term"  # of the choice of a row


class Many(int):
    """The number of rows that the pages hold, where more are found."""

    is_part = True

    def __str__(self) -> str:
        return f"meer dan {int(self)}"


class Found(Paginator):
    """Pages of what a search finds.

    A search reads the words of each row: to count all of them costs more than to show some.
    """

    @cached_property
    def keys(self) -> list[int]:
        """Return the keys of the rows that the pages hold, in the order of the list."""
        return self.looked_for[:MOST_FOUND]

    @cached_property
    def count(self) -> int:
        number = len(self.keys)
        return number if len(self.looked_for) == number else Many(number)

    @cached_property
    def looked_for(self) -> list[int]:
        return list(self.object_list.values_list("pk", flat=True)[: MOST_FOUND + 1])

    def keys_of(self, number: int) -> list[int]:
        """Return the keys of the rows of a page."""
        return self.keys[(number - 1) * self.per_page :][: self.per_page]


def is_search(request: HttpRequest) -> bool:
    return bool(request.GET.get(SEARCH_VAR) or request.GET.get(TERM))
