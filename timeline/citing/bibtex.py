"""A citation as BibTeX, with the entry types and fields of BibLaTeX."""

import re

# The characters that TeX reads as commands, with their escapes.
TEX = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def bibtex(source) -> str:
    """Return a `Citable` as an `@online` entry, or as `@report` where it is a paper."""
    kind, fields = ("report", of_paper(source)) if source.is_paper else ("online", of_page(source))
    fields |= {
        "date": source.day,
        "url": re.sub("[{}]", "", source.cited),
        "urldate": source.today.isoformat() if source.today else "",
        "langid": "dutch",
    }
    lines = (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
    return "\n".join((f"@{kind}{{{source.key},", *lines, "}\n"))


def of_page(source) -> dict[str, str]:
    return {"title": tex(source.title), "organization": tex(source.publisher)}


def of_paper(source) -> dict[str, str]:
    """Return the fields of a paper; braces keep its author whole, who is an office."""
    return {
        "author": f"{{{tex(source.author)}}}" if source.author else "",
        "title": tex(source.title),
        "number": tex(source.number),
        "institution": tex(source.institution),
    }


def tex(text: str) -> str:
    """Return text with the characters escaped that TeX reads as commands."""
    return "".join(TEX.get(sign, sign) for sign in text)
