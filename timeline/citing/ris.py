"""A citation as RIS, the form that every reference manager takes.

Follows Research Information Systems' own description: a tag of two characters, two spaces, a
hyphen and a space; CRLF; a date as `YYYY/MM/DD/` in which a part may be empty; a comma in a name
divides it; `ER` ends a reference. There is no escape, so a value is one line. UTF-8.
"""

END = "\r\n"


def ris(source) -> str:
    """Return a `Citable` as a reference: a government document where it is a paper, else a page."""
    name = source.author.replace(", ", " – ").replace(",", " ")
    fields = (
        ("TY", "GOVDOC" if source.is_paper else "ELEC"),
        ("AU", name),
        ("TI", source.title),
        ("T2", "" if source.is_paper else source.publisher),
        ("SN", source.number),
        ("PB", source.institution or source.publisher),
        ("PY", source.day[:4]),
        ("DA", in_parts(source.day)),
        ("UR", source.cited),
        ("Y2", in_parts(source.today.isoformat() if source.today else "")),
        ("LA", "nl"),
    )
    lines = [line(tag, value) for tag, value in fields if value]
    return "".join([*lines, line("ER", "")])


def line(tag: str, value: str) -> str:
    """Return a field as its line; white space within it, line ends too, is one space."""
    return f"{tag}  - {' '.join(value.split())}{END}"


def in_parts(day: str) -> str:
    """Return an ISO 8601 date, also one of a year or a month, as year/month/day/; "" for none."""
    parts = day.split("-")
    return "/".join([*parts, *[""] * (3 - len(parts))]) + "/" if day else ""
