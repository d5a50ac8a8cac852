"""Whatever an editor empties on what others rest on: refused in words, or told without it."""

import pytest

from incident.choices import Nature
from incident.models import Kamerstuk
from tests.helpers.case import load_case, taken_back
from tests.helpers.desk import change, form_of
from tests.helpers.proofs import some

pytestmark = [pytest.mark.django_db, pytest.mark.proof]

WHY = {"reason": "Het stuk zegt dat niet.", "nature": Nature.SUBSTANCE}
PAGES = ["/kamerstukken/", "/om-citrix/alles.zip", "/om-citrix/?q=brief&peildatum=2025-12-31"]
PAGES += [
    f"/om-citrix/{page}" for page in ("", "kwesties/", "vragen/", "wachttijd/", "tijdlijn.svg")
]
PAGES += ["/om-citrix/vergelijk/?van=2025-07-01&met=2025-12-31", "/om-citrix/wijzigingen/"]


def test_a_paper_without_one_of_its_fields_breaks_no_page(client, editor):
    """Events, statements and questions have of their paper what they do not say themselves."""
    load_case()
    forms = {paper: form_of(editor, paper) for paper in Kamerstuk.objects.all()}
    kept = {*WHY, "version_seen"}
    filled = [
        (p, name) for p, form in forms.items() for name in form if form[name] not in ("", None)
    ]
    taken = 0
    for paper, name in some(each for each in filled if each[1] not in kept):
        with taken_back():
            answer = editor.post(change(paper), {**forms[paper], **WHY, name: ""})
            if answer.status_code == 302:
                taken += 1
                for page in PAGES:
                    assert client.get(page).status_code == 200, (paper, name, page)
    assert taken
