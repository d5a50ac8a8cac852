"""The numbers of lists, which Word and LibreOffice count and do not write in the text."""

from collections import defaultdict
from xml.etree.ElementTree import Element

from incident.letters.files.formats.package import child, local, value

BULLET = "\u2022"
ROMAN = {100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}
MOST_ROMAN, LETTERS, LEVELS = 399, 26, 10
MOST_STYLES = 20  # that stand on one another


def shown(number: int, form: str) -> str:
    """Return a number as Word (`lowerLetter`) or OpenDocument (`a`) writes that form."""
    if form in ("lowerLetter", "upperLetter", "a", "A"):
        text = chr(ord("a") + (number - 1) % LETTERS)
    elif form in ("lowerRoman", "upperRoman", "i", "I") and 0 < number <= MOST_ROMAN:
        text = roman(number)
    else:
        text = str(number)
    return text.upper() if form in ("upperLetter", "upperRoman", "A", "I") else text


def roman(number: int) -> str:
    text = ""
    for worth, letters in ROMAN.items():
        text += letters * (number // worth)
        number %= worth
    return text


def whole(text: str, default: int) -> int:
    """Return a number of a stranger's file, the default where it is none or absurd."""
    return (
        int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000") else default
    )


class WordLists:
    """Counts the paragraphs of Word's lists, by its parts `numbering` and `styles`."""

    def __init__(self, numbering: Element, styles: Element):
        of_kind = {"num": {}, "abstractNum": {}, "style": {}}
        for part in [*numbering, *styles]:
            name = local(part)
            key = {"num": "numId", "abstractNum": "abstractNumId", "style": "styleId"}.get(name)
            if key:
                of_kind[name][value(part, key)] = part
        self.lists, self.kinds, self.styles = of_kind.values()
        self.counts = defaultdict(lambda: [None] * LEVELS)
        self.begun = set()

    def label(self, properties: Element | None) -> str:
        """Return what stands before a paragraph with these properties, "" outside lists."""
        wanted = self.place(properties)
        held = self.lists.get(value(child(wanted, "numId")))
        if held is None:
            return ""
        depth = min(whole(value(child(wanted, "ilvl")), 0), LEVELS - 1)
        kind = value(child(held, "abstractNumId"))
        levels = self.levels(held, kind)
        counts = self.counts[kind]
        counts[depth] = self.next(held, levels, depth, counts[depth])
        counts[depth + 1 :] = [None] * (LEVELS - depth - 1)
        return written(levels, depth, counts)

    def place(self, properties: Element | None) -> Element | None:
        """Return in which list and how deep, said by the paragraph or by its styles."""
        for _ in range(MOST_STYLES):
            found = child(properties, "numPr")
            if found is not None:
                return found
            style = child(properties, "pStyle")
            if style is None:
                style = child(properties, "basedOn")
            properties = self.with_base(self.styles.get(value(style)))
        return None

    @staticmethod
    def with_base(style: Element | None) -> Element | None:
        """Return the properties of a style's paragraphs, with the style it stands on in them."""
        base, properties = child(style, "basedOn"), child(style, "pPr")
        parts = [] if properties is None else [p for p in properties if local(p) != "pStyle"]
        found = Element("pPr")
        found.extend(parts + ([] if base is None else [base]))
        return found

    def levels(self, held: Element, kind: str) -> dict[int, Element]:
        """Return the levels of a list by their depth, those that it overrides instead."""
        general = [part for part in self.kinds.get(kind, ()) if local(part) == "lvl"]
        own = [child(part, "lvl") for part in held if local(part) == "lvlOverride"]
        found = [part for part in general + own if part is not None]
        return {whole(value(part, "ilvl"), 0): part for part in found}

    def next(self, held: Element, levels: dict, depth: int, count: int | None) -> int:
        """Return the next number of a level; a list that says so begins anew at its first."""
        first = whole(value(child(levels.get(depth), "start")), 1)
        key = value(held, "numId"), depth
        if key not in self.begun:
            self.begun.add(key)
            for part in held:
                if value(part, "ilvl") == str(depth) and child(part, "startOverride") is not None:
                    return whole(value(child(part, "startOverride")), first)
        return first if count is None else count + 1


def written(levels: dict[int, Element], depth: int, counts: list) -> str:
    """Return the label of a level: its pattern with the numbers of the levels above in it."""
    form = value(child(levels.get(depth), "numFmt"))
    if form == "bullet":
        return f"{BULLET} "
    text = "" if form == "none" else value(child(levels.get(depth), "lvlText"))
    for above in range(depth, -1, -1):
        number = counts[above] if counts[above] is not None else 1
        form = value(child(levels.get(above), "numFmt"))
        text = text.replace(f"%{above + 1}", shown(number, form))
    return f"{text} " if text.strip() else ""
