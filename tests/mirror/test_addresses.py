"""Which file an address becomes, and which addresses are in a copy."""

import re

import pytest

from timeline.mirror.addresses import Address, UnsafeError, between, link


@pytest.mark.parametrize(
    ("address", "file"),
    [
        (Address("/"), "index.html"),
        (Address("/om-citrix/"), "om-citrix/index.html"),
        (Address("/om-citrix/tijdlijn.csv"), "om-citrix/tijdlijn.csv"),
        (Address("/.well-known/security.txt"), ".well-known/security.txt"),
        (
            Address("/om-citrix/", "soort=besluit"),
            "om-citrix/index.vraag-soort-besluit-45e46a9e79f6.html",
        ),
        (
            Address("/om-citrix/tijdlijn.csv-metadata.json", "x=1"),
            "om-citrix/tijdlijn.vraag-x-1-1f206b11c23e.csv-metadata.json",
        ),
        (Address("/api", "%00=%2F..%2F"), "api.vraag-9ad075c6ee77"),
    ],
)
def test_each_address_has_one_file_with_a_name_to_read(address, file):
    assert address.file == file


def test_questions_that_read_alike_have_files_of_their_own_on_every_disk():
    alike = ["q=OM", "q=om", "q=o%20m", "q=o-m", "q=Om&q=", "q=%3F", "q=*", f"q={'a' * 3000}"]
    files = [Address("/om-citrix/", query).file for query in alike]
    assert len({file.casefold() for file in files}) == len(alike)
    assert all(re.fullmatch(r"[a-z0-9./-]{1,120}", file) for file in files)


@pytest.mark.parametrize("path", ["/../x", "/a/../b/", "/a\\b/", "/CON:/", "/é/", "/a//b/", "/a."])
def test_what_could_lead_out_of_the_folder_is_no_address_of_a_copy(path):
    assert not Address(path).is_ours
    with pytest.raises(UnsafeError):
        _ = Address(path).file


@pytest.mark.parametrize("path", ["/admin/", "/admin", "/gezond/", "/voorbeeld/x/", "/gezond"])
def test_what_is_not_for_readers_is_no_address_of_a_copy(path):
    assert not Address(path).is_ours


@pytest.mark.parametrize(
    ("on", "to", "is_in_it"),
    [
        ("", "", True),
        ("", "soort=besluit", True),
        ("", "blad=2", True),
        ("blad=2", "blad=3", True),
        ("jaar=2025", "dag=2025-07-17", True),
        ("soort=besluit", "", True),
        ("soort=besluit", "soort=besluit&q=om", False),
        ("soort=besluit", "soort=besluit&jaar=2025", False),
        ("jaar=2025", "jaar=2025&soort=besluit", False),
    ],
)
def test_only_a_page_without_a_question_leads_to_questions(on, to, is_in_it):
    assert Address("/om-citrix/", on).leads_to(Address("/om-citrix/", to)) is is_in_it


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("/over/", (Address("/over/"), "")),
        ("?blad=2", (Address("/om-citrix/wijzigingen/", "blad=2"), "")),
        ("../#a%20b", (Address("/om-citrix/"), "#a%20b")),
        ("/over/?x=%2F&y", (Address("/over/", "x=%2F&y"), "")),
        ("#inhoud", None),
        ("", None),
        ("https://krant.example/a", None),
        ("//krant.example/a", None),
        ("mailto:a@b.example", None),
        ("data:image/png;base64,x", None),
        ("//[", None),
    ],
)
def test_a_reference_leads_where_a_browser_would_go(reference, found):
    assert link(Address("/om-citrix/wijzigingen/"), reference) == found


@pytest.mark.parametrize(
    ("start", "end", "reference"),
    [
        ("index.html", "over/index.html", "over/index.html"),
        ("a/b/index.html", "index.html", "../../index.html"),
        ("a/index.html", "a/tijdlijn.csv", "tijdlijn.csv"),
        ("a/index.html", "a/index.html", "index.html"),
    ],
)
def test_a_reference_between_files_is_relative_and_names_the_file(start, end, reference):
    assert between(start, end) == reference
