"""Dates in Dutch sentences: each form, and each trap, about matters that never were."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incident.letters.finds.dated import dates
from incident.letters.text import Span
from incident.values.dates import EventDate
from tests.letters.finds.plain import flow

MONDAY = date(2025, 8, 25)  # the day of the letter


def found(text: str, day: date | None = MONDAY) -> list[tuple[str, str]]:
    return [(find.words, find.date) for find in dates(flow(text), day)]


def told(text: str, day: date | None = MONDAY) -> list[str]:
    return [find.date for find in dates(flow(text), day)]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("De brug ging op 17 juli 2025 dicht.", "2025-07-17"),
        ("De brug ging op donderdag 17 juli 2025 dicht.", "2025-07-17"),
        ("Den Haag, 3 maart 2024", "2024-03-03"),
        ("Zie het nieuws, 27 september, 2023, over de brug.", "2023-09-27"),
        ("De brug ging op 18-07-2025 dicht.", "2025-07-18"),
        ("De brug ging op 18/7/2025 dicht.", "2025-07-18"),
        ("De brug ging op 18.07.2025 dicht.", "2025-07-18"),
        ("De brug ging op 2025-07-18 dicht.", "2025-07-18"),
        ("De brug ging op 1 sept. 2024 dicht.", "2024-09-01"),
        ("De brug ging op 17e juli 2025 dicht.", "2025-07-17"),
        ("Op 4 juli 20232 ging de brug dicht.", "2023-07-04"),
        ("De brug ging van 17 t/m 23 juli 2025 dicht.", "2025-07-17/2025-07-23"),
        ("De brug was dicht van 17 tot en met 23 juli 2025.", "2025-07-17/2025-07-23"),
        ("De brug was 17-23 juli 2025 dicht.", "2025-07-17/2025-07-23"),
        ("De brug was op 17 en 18 juli 2025 dicht.", "2025-07-17/2025-07-18"),
        ("De brug was tussen 17 en 23 juli 2025 dicht.", "2025-07-17/2025-07-23"),
        ("Dicht van juni 2025 tot 23 juli.", "2025-06/2025-07-23"),
        ("In de periode vanaf mei 2024 tot aan 3 juni 2024.", "2024-05/2024-06-03"),
        ("Dicht van 15 december t/m 10 januari 2025.", "2024-12-15/2025-01-10"),
        ("Dicht van 15 december 2024 tot 10 januari.", "2024-12-15/2025-01-10"),
        ("In de nacht van 16 op 17 juli 2025 ging de brug dicht.", "2025-07-16/2025-07-17"),
        ("In de week van 17 juli 2025 ging de brug dicht.", "2025-07-14/2025-07-20"),
        ("In het weekend van 19 juli 2025 ging de brug dicht.", "2025-07-19/2025-07-20"),
        ("In week 29 van 2025 ging de brug dicht.", "2025-07-14/2025-07-20"),
        ("In juni 2025 ging de brug dicht.", "2025-06"),
        ("Eind juli 2025 ging de brug dicht.", "2025-07"),
        ("Begin mei 2025 ging de brug dicht.", "2025-05"),
        ("Medio juni 2025 ging de brug dicht.", "2025-06"),
        ("Half maart 2025 ging de brug dicht.", "2025-03"),
        ("In de eerste week van maart 2025 ging de brug dicht.", "2025-03"),
        ("In de tweede helft van maart 2025 ging de brug dicht.", "2025-03"),
        ("De brug was juni-juli 2025 dicht.", "2025-06/2025-07"),
        ("De brug opent begin 2026.", "2026"),
        ("In de loop van 2026 opent de brug.", "2026"),
        ("In 2024 ging de brug dicht.", "2024"),
        ("De brug is in de zomer van 2021 gebouwd.", "2021-22"),
        ("De brug is najaar 2023 gebouwd.", "2023-23"),
        ("De brug is in het voorjaar van 2023 gebouwd.", "2023-21"),
        ("In het 4e kwartaal 2025 opent de brug.", "2025-10/2025-12"),
        ("In het eerste kwartaal van 2026 opent de brug.", "2026-01/2026-03"),
        ("De brug opent in Q2 2026.", "2026-04/2026-06"),
        ("In de eerste helft van 2026 opent de brug.", "2026-01/2026-06"),
        ("De brug is sinds 2018 dicht.", "2018/.."),
        ("Vanaf 2023 2 miljoen erbij voor de brug.", "2023/.."),
        ("De brug is dicht sinds juni 2024.", "2024-06/.."),
        ("Met ingang van 1 januari 2026 is de brug open.", "2026-01-01/.."),
        ("Per 1 januari 2026 is de brug open.", "2026-01-01"),
        ("De brug is dicht tot en met 2026.", "../2026"),
        ("De brug is dicht tot 1 april 2026.", "../2026-04-01"),
        ("De brug is uiterlijk 1 april 2026 open.", "../2026-04-01"),
        ("De brug is uiterlijk eind 2026 open.", "../2026"),
        ("De brug is voor 1 april 2026 open.", "../2026-04-01"),
        ("De brug is vóór 2026 open.", "../2026"),
        ("Na 17 juli 2025 ging de brug dicht.", "2025-07-17/.."),
        ("Rond 17 juli 2025 ging de brug dicht.", "2025-07-17~"),
        ("Van juni 2025 tot heden is de brug dicht.", "2025-06/.."),
        ("Voor een periode van vijf jaar (2021-2025) is de brug van ons.", "2021/2025"),
        ("In de periode 2021-2025 is de brug van ons.", "2021/2025"),
        ("Van 2021 tot en met 2025 is de brug van ons.", "2021/2025"),
        ("Twee dagen na 17 juli 2025 ging de brug dicht.", "2025-07-19"),
        ("Twee weken na 17 juli 2025 ging de brug dicht.", "2025-07-31~"),
        ("De looptijd is 2024 tot en met 2027.", "2024/2027"),
        ("De brug is voor het einde van 2026 open.", "../2026"),
        ("Op 3/4 juli 2025 was de brug dicht.", "2025-07-03/2025-07-04"),
        ("Met Kerst 2025 is de brug open.", "2025-12"),
        ("Op Prinsjesdag 2025 was de brug open.", "2025-09-16"),
        ("In het rapport ‘De brug’ (2019) staat dat.", "2019"),
        ("Bureau Bruggen. 2018. De brug in beeld.", "2018"),
        ("Over de maanden januari tot en met juni 2025 is geteld.", "2025-01/2025-06"),
        ("De brug is ultimo 2024 verkocht.", "2024"),
    ],
)
def test_what_names_its_year_is_read_without_the_letters_day(text, edtf):
    assert told(text, None) == [edtf]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Op 17 juli jl. ging de brug dicht.", "2025-07-17"),
        ("Op 17 september jl. ging de brug dicht.", "2024-09-17"),
        ("Op 25 augustus jl. ging de brug dicht.", "2025-08-25"),
        ("De vergadering is op 3 september a.s. om tien uur.", "2025-09-03"),
        ("Op 17 juli ging de brug dicht.", "2025-07-17"),
        ("Op 17 juli heb ik u gemeld dat ik zal bellen.", "2025-07-17"),
        ("Ik heb gemeld dat ik u op 3 september zal bellen.", "2025-09-03"),
        ("Ik zal u in oktober bellen.", "2025-10"),
        ("De brug was in mei dicht.", "2025-05"),
        ("Zie de brief van 4 augustus.", "2025-08-04"),
        ("Eind juli ging de brug dicht.", "2025-07"),
        ("Op 17 en 18 juli was de brug dicht.", "2025-07-17/2025-07-18"),
        ("Op donderdag 17 juli ging de brug dicht.", "2025-07-17"),
        ("Gisteren ging de brug dicht.", "2025-08-24"),
        ("Eergisteren ging de brug dicht.", "2025-08-23"),
        ("Vandaag ging de brug dicht.", "2025-08-25"),
        ("Morgen gaat de brug dicht.", "2025-08-26"),
        ("Gisteravond ging de brug dicht.", "2025-08-24"),
        ("Vorige week ging de brug dicht.", "2025-08-18/2025-08-24"),
        ("Deze week gaat de brug dicht.", "2025-08-25/2025-08-31"),
        ("Afgelopen week ging de brug dicht.", "2025-08-18/2025-08-31"),
        ("Vorige maand ging de brug dicht.", "2025-07"),
        ("Vorig jaar ging de brug dicht.", "2024"),
        ("Eind vorig jaar ging de brug dicht.", "2024"),
        ("Later dit jaar gaat de brug open.", "2025"),
        ("Het komende jaar zoeken wij een brug.", "2025/2026"),
        ("Afgelopen weekend ging de brug dicht.", "2025-08-23/2025-08-24"),
        ("Afgelopen donderdag ging de brug dicht.", "2025-08-21"),
        ("Afgelopen maandag ging de brug dicht.", "2025-08-18"),
        ("Aanstaande donderdag gaat de brug open.", "2025-08-28"),
        ("Vorige week donderdag ging de brug dicht.", "2025-08-21"),
        ("Afgelopen voorjaar ging de brug dicht.", "2025-21"),
        ("Afgelopen zomer ging de brug dicht.", "2025-22"),
        ("Deze zomer ging de brug dicht.", "2025-22"),
        ("Komend najaar gaat de brug open.", "2025-23"),
        ("In juni vorig jaar ging de brug dicht.", "2024-06"),
        ("Op 17 juli overleg over de brug.", "2025-07-17"),
        ("De brug wordt in het najaar gekeurd.", "2025-23"),
        ("Op 1 oktober is er overleg over de brug.", "2025-10-01"),
        ("Twee dagen geleden ging de brug dicht.", "2025-08-23"),
        ("Drie weken geleden ging de brug dicht.", "2025-08-04~"),
        ("Twee maanden geleden ging de brug dicht.", "2025-06~"),
        ("Een jaar geleden ging de brug dicht.", "2024~"),
        ("Sinds vorige maand is de brug dicht.", "2025-07/.."),
        ("De brug was van 17 juli tot 3 augustus dicht.", "2025-07-17/2025-08-03"),
    ],
)
def test_what_is_relative_is_reckoned_from_the_letters_day_and_undated_without_one(text, edtf):
    assert told(text) == [edtf]
    (find,) = dates(flow(text), None)
    assert (find.date, find.why[:11]) == ("", "De brief he")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Donderdag 18 juli 2025 ging de brug dicht.", "niet op de dag van de week"),
        ("Op 31 juni 2025 ging de brug dicht.", "bestaat niet"),
        ("Op 45 juni 2025 ging de brug dicht.", "bestaat niet"),
        ("In de winter van 2024 ging de brug dicht.", "winter"),
        ("De brug is voor 2030 open.", "ten behoeve"),
        ("De brug is voor de kerst open.", "feest"),
        ("Na het zomerreces is de brug open.", "reces"),
        ("Op 17 of 18 juli 2025 ging de brug dicht.", "Welke van deze dagen"),
        ("De brug opent niet eerder dan 3 maart 2026.", "niet zeker"),
        ("Enkele dagen na 17 juli 2025 ging de brug dicht.", "niet zeker"),
        ("Op 17 maart overleg over de brug.", "volgt niet zeker"),
        ("Voor het einde van het jaar is de brug open.", "Welk jaar"),
        ("De brug is in de jaren negentig gebouwd.", "Welk jaar"),
        ("Op 17 september was de brug dicht.", "volgt niet zeker"),
        ("Hij zei: “Gisteren ging de brug dicht.”", "aanhaling"),
        ("Op donderdag ging de brug dicht.", "Welke donderdag"),
        ("Vorige donderdag ging de brug dicht.", "niet zeker"),
        ("Afgelopen zomer ging de brug dicht.", ""),
        ("Drie weken later ging de brug open.", "Vanaf welke dag"),
        ("De brug was van 23 tot 17 juli 2025 dicht.", "vóór het begin"),
        ("In juli '25 ging de brug dicht.", "afgekort"),
        ("In het derde kwartaal gaat de brug open.", "Het jaar staat er niet bij"),
    ],
)
def test_what_leaves_a_choice_is_undated_and_says_why(text, why):
    day = date(2025, 7, 3) if text.startswith("Afgelopen zomer") else MONDAY
    (find,) = dates(flow(text), day)
    assert find.date == ""
    assert why in find.why
    assert find.why


@pytest.mark.parametrize(
    "text",
    [
        "Zie Kamerstukken II 2024/25, 26 643, nr. 1376, en Kamerstuk 26 643, nr. 2019.",
        "Aanhangsel Handelingen, vergaderjaar 2018-2019, nr. 2605",
        "In het vergaderjaar 2022-2023 is niets gebouwd.",
        "Dat staat in 2025Z14818 en TZ202306-026.",
        "De Wet op de bruggen 2019 geldt hier.",
        "De Agenda 2030 en het Programma Bruggen 2023-2030 gaan voor.",
        "Het Verdrag van Brugge van 2007 geldt hier.",
        "In de begroting van 2024 staat niets.",
        "Er zijn in 2000 gevallen bruggen gemeld.",
        "De brug kostte ruim € 2.025 en daarna 2025 euro.",
        "Bel 070 2025 2026 of schrijf aan Postbus 2025, 2025 XP Den Haag.",
        "Zie https://example.nl/2021-09/brug-17-juli-2025.html of www.brug.nl/in/2025.",
        "Kenmerk BRUG/2023/33017, versie CVE-2025-07-18, 12345-2025.",
        "De begroting 2025 en het jaarverslag 2024 volgen.",
        "Windows Server 2019 draait op de brug.",
        "The Bridge Project (2019) zegt dat.",
        "Het is vandaag de dag niet meer zo.",
        "De heer Van der Mei en mevrouw Maart zijn het eens.",
        "Tot op heden is er geen brug.",
        "Zie Stcrt. 2024, nr. 2025. Daarin staat de brug.",
        "Circa 2000 bruggen en circa 2025.",
        "In 2030-doelen staat geen brug.",
        "De aanslagen van 11 september veranderden dat.",
        "De juli-actie en de mei-vakantie gaan door.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Op 2 juli 2024 begon het, op 5 juli was het klaar.", ["2024-07-02", ""]),
        ("Dat was in 2024. Op 5 juli was het klaar.", ["2024", ""]),
        ("Dat was in 2024. Op 5 juli jl. was het klaar.", ["2024", "2025-07-05"]),
        ("Op 2 juli 2025 begon het, op 5 juli was het klaar.", ["2025-07-02", "2025-07-05"]),
        ("Dat was in 2024.\nOp 5 juli was het klaar.", ["2024", "2025-07-05"]),
    ],
)
def test_a_day_without_year_after_another_year_is_undated(text, edtf):
    assert told(text) == edtf


def test_the_point_of_jl_is_part_of_its_words_and_a_full_stop_is_not():
    texts = (
        "Het was 17 juli jl.",
        "Het was 17 juli jongstleden.",
        "Het was 3 mei j.l.",
        "Zie 3 mei.",
    )
    assert [words for text in texts for words, _ in found(text)] == [
        *("17 juli jl.", "17 juli jongstleden", "3 mei j.l.", "3 mei"),
    ]


def test_days_that_are_not_next_to_each_other_are_found_each():
    assert found("Op 3, 7 en 8 juli 2025 was de brug dicht.") == [
        ("3", "2025-07-03"),
        ("7 en 8 juli 2025", "2025-07-07/2025-07-08"),
    ]


def test_two_days_share_the_year_that_only_the_last_one_says():
    assert told("Op 29 juli en 4 augustus 2024 was de brug dicht.") == ["2024-07-29", "2024-08-04"]
    assert told("Op 29 juni en op 4 juli jl. was de brug dicht.") == ["2025-06-29", "2025-07-04"]


def test_a_list_of_years_after_one_word_is_meant_as_the_first_is_or_undated():
    assert told("In 2021 en 2023 was de brug dicht.") == ["2021", "2023"]
    assert told("De doelen voor 2030 en 2050 staan vast.") == ["", ""]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Op 17 juli 2025 ging de brug dicht. Drie weken later ging zij open.", "2025-08-07~"),
        ("Op 17 juli 2025 ging de brug dicht, en drie dagen later open.", "2025-07-20"),
        ("Op 17 juli 2025 ging de brug dicht. De volgende dag ging zij open.", "2025-07-18"),
        ("In juli 2025 ging de brug dicht. Twee maanden later ging zij open.", "2025-09~"),
        ("In juli 2025 ging de brug dicht. Drie weken later ging zij open.", ""),
        ("In 2020 ging de brug dicht. Een jaar later ging zij open.", "2021~"),
        ("Op 17 juli 2025 dicht. Toen niets.\nDrie weken later ging zij open.", ""),
        ("Op 17 juli 2025 dicht. Er gebeurde niets. Drie weken later open.", ""),
        ("Tussen 3 en 9 juli 2025 dicht. Drie weken later open.", ""),
        ("Op 3 juli 2025 en op 9 juli 2025 dicht. Drie weken later open.", ""),
        ("Op 17 juli 2025 ging de brug dicht. Enkele weken later ging zij open.", ""),
    ],
)
def test_later_counts_from_the_one_date_before_it(text, edtf):
    assert told(text)[-1] == edtf


def test_the_words_and_the_sentence_are_shown_where_they_stand():
    text = "Er was niets.\nDe brug is sinds 17 juli 2025 dicht. Dat is lang."
    (find,) = dates(flow(text), None)
    assert find.words == "sinds 17 juli 2025"
    assert text[find.span.start : find.span.end] == "sinds 17 juli 2025"
    assert text[find.sentence.start : find.sentence.end] == "De brug is sinds 17 juli 2025 dicht."


def test_a_question_is_reckoned_from_its_own_day():
    text = "Is de brug gisteren dichtgegaan?\nGisteren ging zij open."
    asked = Span(0, text.index("\n"))
    finds = dates(flow(text), MONDAY, [(asked, date(2025, 7, 18))])
    assert [find.date for find in finds] == ["2025-07-17", "2025-08-24"]
    assert [find.date for find in dates(flow(text), MONDAY, [(asked, None)])] == ["", "2025-08-24"]


def test_marks_and_blanks_within_a_date_do_not_hide_it():
    text = "Op  17\u00a0juli[footnoteRef:3]  2025 ging de brug dicht."
    (find,) = dates(flow(text), None)
    assert (find.words, find.date) == ("17 juli 2025", "2025-07-17")
    assert text[find.span.start : find.span.end] == "17\u00a0juli[footnoteRef:3]  2025"


PIECES = """
    17 31 29 2025 1900 20255 juli februari mei jl. a.s. op van tot en met t/m - / , . ? " “ ” ‘ ’ (
    ) [1: [footnoteRef:1] gisteren morgen vorige week maand jaar drie dagen weken later geleden na
    voor sinds zomer winter kwartaal eerste Q3 donderdag kerst niet eerder dan rond heb zal nr.
    Kamerstukken 26 643 € euro eind begin https://x.nl/ 99 september komende afgelopen dit
""".split()  # noqa: SIM905
texts = st.lists(st.sampled_from([*PIECES, "\n"]), max_size=25).map(" ".join) | st.text(max_size=80)


@given(texts, st.none() | st.dates())
def test_whatever_is_read_each_date_parses_and_each_place_lies_inside(text, day):
    for find in dates(flow(text), day):
        assert not find.date or EventDate.parse(find.date).edtf == find.date
        assert find.date or find.why
        assert find.span in find.sentence or "\n" in text[find.span.start : find.span.end]
        assert 0 <= find.span.start < find.span.end <= len(text)


def taken(text: str) -> float:
    begin = time.process_time()
    dates(flow(text), MONDAY)
    return time.process_time() - begin


@pytest.mark.parametrize("piece", ["Op 17 juli jl. dicht. ", "1, 2 en ", "‘", "een jaar later "])
def test_four_times_the_text_takes_about_four_times_the_time(piece):
    short = (piece * 8_000)[:8_000]
    least = min(taken(short) for _ in range(2))
    assert taken(short * 4) < 8 * least + 0.05
