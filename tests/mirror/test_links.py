"""Links are changed in place; whatever is no link keeps its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.mirror.links import in_css, in_html


def shouted(tag: str, attributes: dict, name: str, old: str) -> str:
    return old.upper()


def changed(text: str) -> str:
    return in_html(text, shouted)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/a">/a</a>', '<a href="/A">/a</a>'),
        ("<a\n  class='x>y' href = '/a'>", "<a\n  class='x>y' href = '/A'>"),
        ("<a href=/a>x</a>", '<a href="/A">x</a>'),
        ('<img alt="href=/a" src="/a">', '<img alt="href=/a" src="/A">'),
        ('<a data-href="/a" HREF="/a">', '<a data-href="/a" HREF="/A">'),
        (
            '<form action="/a"><button formaction="/b">',
            '<form action="/A"><button formaction="/B">',
        ),
        ('<svg><use xlink:href="/a"/></svg>', '<svg><use xlink:href="/A"/></svg>'),
        ('<a href="?a=1&amp;b=&quot;">', '<a href="?A=1&amp;B=&quot;">'),
        ('<a href="/a"href="/b">', '<a href="/A"href="/B">'),
    ],
)
def test_links_are_changed_where_they_stand(before, after):
    assert changed(before) == after


@pytest.mark.parametrize(
    "text",
    [
        '<!-- <a href="/a"> --><!doctype html>',
        "<script>let a = '<a href=\"/a\">'</script>",
        '<style>a { background: url("/a") }</style>',
        '<code>&lt;a href="/a"&gt;</code> & <b title="<a href=\'/a\'>">x</b>',
        '<meta content="/a"><time datetime="/a">é\r\n\t</time><a href>',
        '<a href="/A?X&#61;1">',  # as it was spelled, where it does not change
    ],
)
def test_what_is_no_link_is_not_touched(text):
    assert changed(text) == text


@given(st.text(alphabet="<>a/=\"' \n&;!-é", max_size=60))
def test_of_any_text_nothing_is_lost(text):
    assert in_html(text, lambda tag, attributes, name, old: old) == text


def test_what_is_changed_is_told_of_its_tag():
    seen = []
    in_html(
        '<LINK REL="stylesheet" href="/a&amp;b" rel="x">',
        lambda *found: seen.append(found) or found[-1],
    )
    assert seen == [("link", {"rel": "stylesheet", "href": "/a&b"}, "href", "/a&b")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('src: url("a.woff2") format("b")', 'src: url("A.WOFF2") format("b")'),
        ("@import 'a.css'; b { c: url( a ) }", "@import 'A.CSS'; b { c: url( A ) }"),
        ("/* url(a) */ content: 'url'", "/* url(a) */ content: 'url'"),
        ("/* url(a)", "/* url(a)"),
    ],
)
def test_addresses_in_css_are_changed_and_comments_are_not(before, after):
    assert in_css(before, str.upper) == after
