"""What the public templates can say."""

import pytest
from django.template import engines
from jinja2 import UndefinedError

from incident.models import Kamerstuk


@pytest.mark.parametrize(
    ("count", "says"),
    [(0, "0 dagen zijn"), (1, "1 dag is"), (2, "2 dagen zijn"), (1000, "1000 dagen zijn")],
)
def test_a_number_takes_the_words_that_go_with_it(count, says):
    template = engines["jinja2"].from_string('{{ plural(count, "dag is", "dagen zijn") }}')
    assert template.render({"count": count}) == says


def test_the_link_to_an_official_text_says_of_which_paper_and_is_absent_where_there_is_none():
    template = engines["jinja2"].from_string("[{{ paper|official_link }}].")
    without = Kamerstuk(dossier="26643")
    numbered = Kamerstuk(dossier="26643", number="1376", slug="kst-26643-1376", session="2024-2025")
    assert template.render({"paper": without}) == "[]."
    said = template.render({"paper": numbered})
    assert f'[<a href="{numbered.official_url}">officiële tekst<' in said
    assert f" van {numbered.citation}</span></a>]." in said


def test_what_a_page_was_not_given_is_empty_but_a_property_that_fails_is_a_mistake():
    class Thing:
        @property
        def broken(self):
            return self.nothing

    template = engines["jinja2"].from_string
    assert template("[{{ no.such.thing }}{{ thing.other }}]").render({"thing": Thing()}) == "[]"
    with pytest.raises(UndefinedError, match="broken"):
        template("{{ thing.broken }}").render({"thing": Thing()})
