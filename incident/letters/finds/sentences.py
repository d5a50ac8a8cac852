"""Where Dutch sentences begin and end; what a paragraph ends, a sentence ends too."""

import re

from incident.letters.text import Flow


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# After these comes more of the same sentence, whatever its first letter.
GOES_ON = _listed(
    """
    a.h.w aanh afb art artt bc betr bijl bijv blz br bv ca cf cie d.d dd dhr dl dr drs e.g eg fig
    gem hfst hr i.c i.e i.h.a i.h.b i.h.k.v i.o.m i.p.v i.s.m i.v.m ing ir jhr jkvr jl.nr jur kst
    m.a.w m.b.t m.b.v m.h.o.o m.i m.i.v m.m.v m.n m.u.v max mevr mgr min mln mr mrs mw n.a.v
    nl no nr nrs o.a o.b.v o.g.v o.l.v o.m o.v.v p p.a p.o pag par pp prof q.q sec st t.a.v
    t.b.v t.g.v t.h.v t.n.v t.o.v t.t.v t.w u.a v v.a v.d v.w.b vgl vlg vnl vs w.o wnd zgn zn
    jan feb febr mrt apr jun jul aug sep sept okt nov dec
    """
)
# These may end one: they do where the next word is one that sentences begin with.
MAY_END = _listed(
    "jl j.l l.l a.s e.v e.a e.d c.s etc enz enzv o.i.d e.e.a d.w.z nl dgl resp inc b.v n.v"
)
OPENERS = _listed(
    """
    aan achter al alle alleen als andere beide bij binnen bovendien daar daardoor daarin daarmee
    daarna daarnaast daarom daarop daarover dat de deze dergelijke destijds deels die dit door
    echter een eerder en enkele er erna eveneens evenals geen gedurende gelet graag helaas het hier
    hierbij hierdoor hiermee hierna hieronder hierop hierover hiertoe hiervoor hij hoe hoewel iedere
    ik in inmiddels immers indien intussen ja maar mede meerdere met mijn na naar naast nadat namens
    nee niet niettemin nu om omdat ondanks onder ons onze ook op over pas per sinds sindsdien
    sommige tegelijkertijd ten tenslotte ter tevens tijdens toch toen tot tussen u uit uiteindelijk
    uiterlijk uw van vanaf vandaag vanuit veel verder verschillende vervolgens via volgens voor
    vooralsnog voorts vorige waar waarom wanneer want wat we wel welke wie wij zij ze zo zoals zodra
    zowel één
    """
)

CLOSES = r"[)\]”’\"'»]"
MARK = r"(?:\[footnoteRef:[0-9]{1,4}\]|\[[0-9]{1,3}\]|(?<=[^\W0-9][.?!])[0-9]{1,2}|[¹²³⁰⁴-⁹]{1,3})"
END = re.compile(
    rf"(?P<stop>[.!?…]{{1,10}}){CLOSES}{{0,4}} ?{MARK}{{0,3}}(?=[^\S\n])"
    r"|(?P<line>\n)|(?=\[[0-9]{1,3}: )|(?<=\])(?=[^\S\n])"
)
NOTE = re.compile(r"\[[0-9]{1,3}: [^\[\]\n]{0,2000}\]")
NEXT = re.compile(r"[^\S\n]*(?:[(\[“‘„«\"'–•-]{0,3}[^\S\n]?)(?P<word>\w*)")
LAST = re.compile(r"(?:[^\W\d_]{1,4}\.){0,5}[\w’-]{1,30}\Z")
INITIALS = re.compile(r"(?:[A-Z][a-z]?\.){0,6}[A-Z][a-z]?|Th|Chr|Joh|Ph|IJ")
COUNTER = re.compile(r"(?:[0-9]{1,2}|[a-zA-Z])\Z")


def sentences(flow: Flow) -> list[tuple[int, int]]:
    """Return from where to where each sentence stands in `flow.text`."""
    return split(flow.text)


def split(text: str) -> list[tuple[int, int]]:
    """Return from where to where each sentence of a text stands; a line is a paragraph."""
    notes = _noted(text)
    found, begin = [], 0
    for end in END.finditer(text):
        if _ends(text, begin, end, notes):
            found.append((begin, end.end()))
            begin = end.end()
    found.append((begin, len(text)))
    trimmed = (_trimmed(text, *each) for each in found)
    return [(start, stop) for start, stop in trimmed if start < stop]


def _noted(text: str) -> dict[int, tuple[int, int]]:
    """Return the notes by the place where they begin, and by that where they end."""
    spans = [note.span() for note in NOTE.finditer(text)]
    return {place: span for span in spans for place in span}


def _is_own(text: str, begin: int, note: tuple[int, int]) -> bool:
    """Return whether a note stands by itself, not within a sentence that goes on after it."""
    goes_on = NEXT.match(text, note[1])["word"][:1].islower()
    return not (goes_on and text[begin : note[0]].strip())


def _ends(text: str, begin: int, end: re.Match, notes: dict[int, tuple[int, int]]) -> bool:
    if end["line"]:
        return True
    if not end["stop"]:
        return end.start() in notes and _is_own(text, begin, notes[end.start()])
    following = NEXT.match(text, end.end())["word"]
    if following[:1].islower():
        return False
    return end["stop"] != "." or _is_full(
        text[max(begin, end.start() - 60) : end.start()], following
    )


def _is_full(before: str, following: str) -> bool:
    """Return whether a point ends a sentence: not that of an abbreviation, or a list's counter."""
    if COUNTER.fullmatch(before.strip()):
        return False
    last = LAST.search(before)
    if last is None:
        return True
    word = last[0].casefold()
    if word in MAY_END:
        return following.casefold() in OPENERS
    return word not in GOES_ON and not INITIALS.fullmatch(last[0])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
