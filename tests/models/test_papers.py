"""A paper of which little is known yet: no page or file stumbles over what is missing."""

import pytest
from django.core.exceptions import ValidationError

from incident.choices import PaperKind
from incident.models import Kamerstuk
from tests.factories import CitationFactory, KamerstukFactory, WrittenQuestionsFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("about", "name"),
    [
        ({"number": "1380"}, "Kamerstukken II 2024/25, 26 643, nr. 1380"),
        ({"number": ""}, "Kamerstukken II 2024/25, 26 643, nummer nog niet bekend"),
        ({"number": "", "dossier": ""}, "Brief (nummer nog niet bekend)"),
        ({"number": "", "dossier": "", "chamber_number": "2025Z14818"}, "2025Z14818"),
    ],
)
def test_a_paper_without_title_has_a_name_and_a_page(client, body, about, name):
    paper = KamerstukFactory(title="", **about)
    CitationFactory(kamerstuk=paper)
    assert str(paper) == paper.citation == name
    page = body(client.get(paper.get_absolute_url())).replace("\xa0", " ")
    assert f"<h1>{name}</h1>" in page
    assert 'class="lead"' not in page
    assert f'content="{name}: ' in page
    for address in ("/kamerstukken/", "/om-citrix/", "/om-citrix/tijdlijn.csv"):
        answer = body(client.get(address)).replace("\xa0", " ")
        assert name in answer
        assert f"{name} –" not in answer


def test_written_questions_whose_paper_has_no_title_stand_under_their_number(client, body):
    paper = WrittenQuestionsFactory(kamerstuk__title="").kamerstuk
    page = body(client.get("/om-citrix/vragen/"))
    assert f'<h2 id="set-{paper.slug}">{paper.chamber_number}</h2>' in page


def test_the_desk_takes_a_paper_without_title(admin_client):
    data = {"pasted": "26643-1380", "kind": "overig", "title": "", "chamber": "II"}
    assert admin_client.post("/admin/incident/kamerstuk/add/", data).status_code == 302
    assert str(Kamerstuk.objects.get()) == "Kamerstukken II, 26 643, nr. 1380"


def test_a_title_is_still_one_line_for_one_cell():
    with pytest.raises(ValidationError, match="rechte streep"):
        Kamerstuk(kind=PaperKind.OTHER, title="a | b", dossier="26643", slug="x").full_clean()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(
            ("session", "2024-202é"),
            ("session", "٢٠٢٤-٢٠٢٥"),
            ("dossier", "2664٣"),
            ("number", "1٣"),
        ),
        *(
            ("publication", "٣"),
            ("chamber_number", "2025Z1481٨"),
            ("document_number", "2025D0001٣"),
        ),
    ],
)
def test_figures_of_another_script_are_refused_in_words(field, value):
    paper = KamerstukFactory()
    setattr(paper, field, value)
    with pytest.raises(ValidationError) as refused:
        paper.full_clean()
    assert "Gebruik de cijfers 0 tot en met 9." in refused.value.message_dict[field]


def test_a_number_that_is_taken_back_leaves_the_address():
    paper = KamerstukFactory(number="1380", date="2025-08-12")
    assert paper.slug == "kst-26643-1380"
    paper.number = ""
    paper.save()
    assert paper.slug == "26643-zonder-nummer-brief-2025-08-12"
    paper.title = "Een ander onderwerp"
    paper.save()
    assert paper.slug == "26643-zonder-nummer-brief-2025-08-12"
