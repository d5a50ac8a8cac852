"""The drawing: every event once, joined to what told of it, and nothing over something else."""

import re
from datetime import date
from itertools import combinations, count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incident.choices import Kind
from incident.models import Citation, Event, Kamerstuk
from tests.conftest import ROOT
from tests.factories import CitationFactory, EventFactory, KamerstukFactory
from tests.helpers.case import load_case
from timeline.pages.drawing import across
from timeline.pages.drawing.across import NARROWEST, Across
from timeline.pages.drawing.axis import Axis
from timeline.pages.drawing.down import NARROWEST as NARROWEST_DOWN
from timeline.pages.drawing.down import Down
from timeline.pages.drawing.labels import SIZE, SMALL, width
from timeline.pages.drawing.rows import facing
from timeline.pages.drawing.scene import HALF, Scene
from timeline.pages.drawing.story import NEVER, TOLD, UNDATED, Story
from timeline.pages.kind_icons import OTHER_OUTLINES, OUTLINES

pytestmark = pytest.mark.django_db

AIR = 0.8  # pixels: what rounding a percentage to one decimal may cost
FORMS = ("{}", "{}~", "{}/..", "../{}")
DAYS = st.dates(date(2016, 1, 1), date(2025, 12, 31))
FACTS = st.tuples(DAYS, st.sampled_from(FORMS), st.sampled_from(Kind), st.none() | DAYS)


def happened(number: int, fact: tuple, words: str = "") -> Event:
    """Return an event that is not kept; the last of its `fact` is the day of telling, or None."""
    day, form, kind, told = fact
    event = Event(
        title=f"Titel {number}", kind=kind, date=form.format(day), slug=f"2025-01-{number}"
    )
    event.is_key, event.short_title = bool(words), words
    event.citation_list = []
    event.link_list = []
    event.keep_bounds()
    if told:
        paper = Kamerstuk(slug=f"stuk-{told}", kind="brief", title="Brief", date=str(told))
        paper.dossier, paper.number, paper.session = "26643", str(told.toordinal()), "2024-2025"
        paper.keep_bounds()
        event.citation_list = [Citation(event=event, kamerstuk=paper, told=True)]
    return event


def told_story(facts: list, keys: list[str], days: int = 3660) -> Story:
    """Return a story of so many facts, squeezed in so many days, the first ones with words."""
    words = [*keys, *[""] * len(facts)]
    begin = date(2016, 1, 1)

    def squeezed(day):
        return day and date.fromordinal(begin.toordinal() + (day - begin).days % days)

    facts = [(squeezed(day), form, kind, squeezed(told)) for day, form, kind, told in facts]
    return Story([happened(n, fact, words[n]) for n, fact in enumerate(facts)])


def boxes(scene: Scene, wide: float) -> list[tuple[float, float, float, float]]:
    """Return what can be pressed as left, top, right and bottom in pixels, at the least width."""
    scale = wide / 100 if scene.across else 1
    return [
        (
            target.x * scale + target.left,
            target.y + target.top,
            target.x * scale + target.left + (target.wide or target.share * scale),
            target.y + target.top + target.high,
        )
        for target in scene.targets
    ]


def written(scene: Scene, wide: float) -> list[tuple[float, float, float, float]]:
    """Return the boxes of all words in pixels, at the least width."""
    scale = wide / 100 if scene.across else 1
    found = []
    for words in scene.words:
        size = SMALL if words.role == "tick" else 13 if "name" in words.role else SIZE
        long, at = width(words.text, size), words.x * scale + words.dx
        left = at - long if words.side == "left" else at
        found.append((left, words.y - 0.8 * size, left + long, words.y + 0.2 * size))
    return found


def over_each_other(found: list) -> list:
    return [
        (a, b)
        for a, b in combinations(found, 2)
        if a[0] + AIR < b[2] and b[0] + AIR < a[2] and a[1] + AIR < b[3] and b[1] + AIR < a[3]
    ]


STORIES = st.builds(
    told_story,
    st.lists(FACTS, min_size=2, max_size=80),
    st.lists(st.text("abc mW", min_size=1, max_size=40).map(str.strip), max_size=12),
    st.sampled_from([1, 7, 40, 365, 3660]),
)
many = settings(deadline=None, max_examples=60)


def scenes(story: Story) -> list[tuple[Scene, float]]:
    return [(Across(story).scene, NARROWEST), (Down(story).scene, NARROWEST_DOWN)]


@many
@given(STORIES)
def test_every_event_is_there_exactly_once_both_ways(story):
    for scene, _ in scenes(story):
        marks = [mark for target in scene.targets for mark in target.marks]
        drawn = [mark.event.slug for mark in marks if mark.event]
        assert sorted(drawn) == sorted(event.slug for event in story.events)
        papers = [mark.paper.slug for mark in marks if mark.paper]
        told = [c.kamerstuk.slug for event in story.events for c in event.told_by]
        assert set(papers) == set(told)


@many
@given(STORIES)
def test_what_can_be_pressed_is_large_enough_and_apart(story):
    for scene, wide in scenes(story):
        found = boxes(scene, wide)
        assert over_each_other(found) == []
        for left, top, right, bottom in found:
            assert min(right - left, bottom - top) >= 2 * HALF - 0.5
            assert top >= 0
            assert bottom <= scene.height


@many
@given(STORIES)
def test_words_stand_inside_and_never_over_each_other(story):
    for scene, wide in scenes(story):
        found = written(scene, wide)
        assert over_each_other(found) == []
        low, high = (0, wide) if scene.across else (-wide, 0)
        for left, top, right, bottom in found:
            assert low - 1 <= left
            assert right <= high + 1
            assert top >= 0
            assert bottom <= scene.height


@many
@given(STORIES)
def test_no_stem_goes_through_words(story):
    scene = Across(story).scene
    scale = NARROWEST / 100
    for line in scene.lines:
        if line.role == "stem":
            low, high = sorted((line.y1, line.y2))
            for left, top, right, bottom in written(scene, NARROWEST):
                through = left < line.x1 * scale < right
                assert not (through and low < bottom - 4 and top + 4 < high)


def test_words_that_no_cut_helps_turn_and_the_drawing_ends(monkeypatch):
    """The stretch of days of the first reaches the second, whose words turn towards it."""
    asked = count()

    def asked_a_few_times(spots):
        assert next(asked) < 100
        return facing(spots)

    monkeypatch.setattr(across, "facing", asked_a_few_times)
    facts = [
        (date(2016, 6, 14), "{}/..", Kind.MISUSE, None),
        (date(2016, 7, 12), "{}", Kind.MISUSE, None),
        (date(2016, 1, 4), "{}", Kind.MISUSE, None),
        (date(2016, 12, 16), "{}", Kind.MISUSE, None),
    ]
    rail = Across(told_story(facts, ["a " + "c" * 24, "b" * 34])).upper
    sides = [label.side for label in rail.labels.values() if label.text]
    assert set(sides) == {"left"}


@many
@given(STORIES)
def test_every_line_ends_at_the_paper_that_told_it(story):
    for scene, begin, end in ((Across(story).scene, "x1", "x2"), (Down(story).scene, "y1", "y2")):
        lines = [line for line in scene.lines if line.role.startswith("line")]
        ends = {(round(getattr(one, begin)), round(getattr(one, end))) for one in lines}
        layout = Across(story).x if scene.across else Down(story).y
        at = {mark.paper.slug: round(layout(mark)) for mark in story.told}
        wanted = {(round(layout(m)), at[m.told_by.slug]) for m in story.happened if m.told_by}
        assert ends <= wanted
        if len(story.events) < 20 and not any(not target.mark for target in scene.targets):
            assert ends == wanted


def test_a_question_that_is_itself_a_paper_stands_on_the_lower_rail():
    paper = KamerstukFactory(date="2025-07-21")
    asked = EventFactory(kind=Kind.PARLIAMENT, date="2025-07-21")
    other = EventFactory(kind=Kind.MEASURE, date="2025-07-21")
    for event in (asked, other):
        CitationFactory(event=event, kamerstuk=paper, told=True)
    story = Story(Event.objects.for_readers())
    assert [(mark.event, mark.paper) for mark in story.told] == [(asked, paper)]
    assert [(mark.event, mark.told_by) for mark in story.happened] == [(other, paper)]


def test_a_paper_that_nobody_here_saw_is_drawn_open():
    paper = {"kamerstuk__date": "2026-01-23", "kamerstuk__unseen_source": "Krant"}
    CitationFactory(event__date="2025-12-01", told=True, **paper)
    story = Story(Event.objects.for_readers())
    assert [mark.is_uncertain for mark in story.told] == [True]
    assert story.happened[0].full_title.endswith("Aan de Kamer gemeld: rond 23 januari 2026")


def test_words_that_face_turn_or_are_cut_and_none_is_lost():
    facts = [(date(2016, month, 1), "{}", Kind.MEASURE, None) for month in (1, 3, 5, 7, 9, 11, 12)]
    story = told_story(facts, ["Een lange korte titel van een moment"] * 7, days=365)
    found = [words for words in Across(story).scene.words if "Een" in words.text]
    assert len(found) == 7
    assert {words.side for words in found} == {"left", "right"}


def test_what_no_paper_told_hangs_without_a_line():
    EventFactory(date="2025-07-01")
    CitationFactory(event__date="2025-07-02", told=True, kamerstuk__date="")
    CitationFactory(event__date="2025-07-03", told=True, kamerstuk__date="2025-08-01")
    story = Story(Event.objects.for_readers())
    assert [mark.state for mark in story.happened] == [NEVER, UNDATED, TOLD]
    scene = Across(story).scene
    assert [sign.state for sign in scene.signs if sign.name == "nooit"] == [NEVER]
    assert len([line for line in scene.lines if line.role == "line"]) == 1


def test_on_a_day_a_later_paper_has_told_nothing_yet():
    CitationFactory(event__date="2025-07-03", told=True, kamerstuk__date="2025-08-01")
    EventFactory(date="2025-07-05")
    then = Story(Event.objects.for_readers(), date(2025, 7, 31))
    assert [mark.state for mark in then.happened] == [NEVER, NEVER]
    assert then.told == []
    assert then.axis.end < date(2025, 8, 1)
    assert "tot en met deze dag" in str(then.legend)


def test_a_paper_of_an_open_date_fades_as_an_event_does():
    CitationFactory(event__date="2025-06/2025-07-23", told=True, kamerstuk__date="2025-08-12/..")
    EventFactory(date="../2025-12-31")
    for scene, _ in scenes(Story(Event.objects.for_readers())):
        assert sorted(bar.fades for bar in scene.bars) == ["", "begin", "end"]
        assert {sign.is_uncertain for sign in scene.signs if sign.name == "stuk"} == {True}


def test_only_an_uncertain_day_is_drawn_open():
    for number, kind in enumerate(Kind):
        EventFactory(kind=kind, date=f"2025-07-{number + 10}")
        EventFactory(kind=kind, date=f"2025-08-{number + 10}~")
    scene = Across(Story(Event.objects.for_readers())).scene
    drawn = {
        (sign.mark.event.date[-1] == "~", sign.is_uncertain) for sign in scene.signs if sign.mark
    }
    assert drawn == {(True, True), (False, False)}


@pytest.mark.parametrize("count", [61, 200])
def test_many_events_become_piles_and_key_moments_keep_their_words(count):
    facts = [
        (date(2016 + n % 10, n % 12 + 1, 1 + n % 28), "{}", Kind.MEASURE, None)
        for n in range(count)
    ]
    story = told_story(facts, ["Begin", "Einde"])
    for scene, _ in scenes(story):
        assert len(scene.targets) < 60
        assert sum(len(target.marks) for target in scene.targets) == count
        assert {"Begin", "Einde"} <= {words.text.split()[-1] for words in scene.words}
        assert scene.height < 640


@pytest.mark.parametrize(
    ("first", "last", "unit", "named"),
    [
        ("2025-07-16", "2025-07-16", "day", "15 jul"),
        ("2025-07-16", "2025-07-23", "day", "15 jul"),
        ("2025-07-01", "2025-09-01", "day", "30 jun"),
        ("2025-05-01", "2026-04-30", "month", "mei"),
        ("2016-03-01", "2025-12-31", "year", "2016"),
        ("0001-01-01", "9998-12-31", "year", "1000"),
    ],
)
def test_the_ticks_fit_the_length_of_the_axis(first, last, unit, named):
    axis = Axis.around([date.fromisoformat(first), date.fromisoformat(last)])
    assert axis.step.unit == unit
    assert axis.ticks[0].words == named
    assert 1 < len(axis.ticks) <= 13
    assert len({tick.words for tick in axis.ticks}) == len(axis.ticks)
    assert all(tick.year == "" for tick in axis.ticks) == (unit == "year")


def drawing_of(page: str) -> str:
    return page[page.index('<figure class="drawing"') : page.index("</figure>")]


def test_the_page_draws_the_case_both_ways_and_each_mark_leads_somewhere(client, body):
    load_case()
    page = body(client.get("/om-citrix/"))
    drawing = drawing_of(page)
    assert drawing.count('<a href="#2025-') + drawing.count('<a href="#2026-') == 2 * 23
    assert drawing.count('<a href="/kamerstukken/') == 2 * 3
    for part in drawing.split('<a href="#20')[1:]:
        assert f'id="20{part.split(chr(34))[0]}"' in page
    assert 'style="' not in drawing


def test_on_a_day_it_shows_that_day_and_only_what_was_known(client, body):
    load_case()
    drawing = drawing_of(body(client.get("/om-citrix/?peildatum=2025-08-04")))
    assert drawing.count('class="day"') == 2
    assert 'href="/kamerstukken/kst-26643-1376/?peildatum=2025-08-04"' in drawing
    assert "aan de Kamer gemeld tot en met deze dag" in drawing.replace("Niet aan", "aan")


def test_one_event_needs_no_drawing(client, body):
    EventFactory()
    assert 'class="drawing"' not in body(client.get("/om-citrix/"))


def test_a_draft_is_no_mark_and_moves_nothing(client, body):
    EventFactory(date="2025-07-01")
    EventFactory(date="2025-07-20")
    before = drawing_of(body(client.get("/om-citrix/")))
    CitationFactory(event__draft=True, event__date="1999-01-01", told=True)
    assert drawing_of(body(client.get("/om-citrix/"))) == before


def test_no_sign_of_a_kind_has_a_hole():
    """An open sign says that a day is not certain: no kind may look like that by itself."""
    for outline in (*OUTLINES.values(), *OTHER_OUTLINES.values()):
        assert outline.count("M") == outline.count("Z") == 1


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1])
def test_both_colours_stand_out_from_the_ground_in_light_and_dark(scheme):
    css = (ROOT / "timeline/static/timeline/timeline.css").read_text()
    shades = dict(re.findall(r"--(\w+): light-dark\((#\w{6}, #\w{6})\)", css))
    ground = luminance(shades["paper"].split(", ")[scheme])
    for name in ("accent", "never"):
        ink = luminance(shades[name].split(", ")[scheme])
        assert (max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) >= 4.5, name
    assert "--told: var(--accent);" in css
