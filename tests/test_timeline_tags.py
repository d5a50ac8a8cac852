"""What the tags of the timeline say."""

import pytest
from django.template import Context, Template


@pytest.mark.parametrize(
    ("count", "says"),
    [(0, "0 dagen zijn"), (1, "1 dag is"), (2, "2 dagen zijn"), (1000, "1000 dagen zijn")],
)
def test_a_number_takes_the_words_that_go_with_it(count, says):
    template = Template('{% load timeline_tags %}{% plural count "dag is" "dagen zijn" %}')
    assert template.render(Context({"count": count})) == says
