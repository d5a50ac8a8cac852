"""Whether a sentence tells what was, or what will be: what the year of a day can follow from."""

import re

PAST = re.compile(
    r"(?<!\w)(?:heb|heeft|hebben|had|hadden|was|waren|werd|werden|kon|konden|moest|moesten|wilde"
    r"|mocht|mochten|bleek|bleken|kreeg|kregen|ging|gingen|kwam|kwamen|gaf|gaven|liet|lieten|stond"
    r"|stonden|vond|vonden|begon|begonnen|verscheen|verschenen|schreef|schreven|zei|zeiden|sprak"
    r"|spraken|nam|namen|hield|hielden|besloot|besloten|bracht|brachten|dacht|verzocht|vroeg|vroegen"
    r"|ontving|ontvingen|verzond|ontstond|ontstonden|trad|traden|liep|liepen|viel|vielen|meldde"
    r"|meldden|berichtte|berichtten|ontdekte|ontdekten|startte|startten|stuurde|stuurden|maakte"
    r"|maakten|waarschuwde|waarschuwden|stelde|stelden|volgde|volgden|deed|deden|zag|zagen|toen"
    r"|destijds|sindsdien|jl|jongstleden"
    r"|(?!ge|onge|verk)[^\W\d_]{2,20}eerden?"
    r"|(?:ben|is|zijn) (?:[\w’-]{1,30} ){0,15}?(?:ge|be|ver|ont|her|vast|af|aan|op|uit|in)"
    r"[^\W\d_]{3,25}(?:d|t|en)"
    r"|(?:brief|brieven|kamerbrief|bericht|artikel|rapport|uitzending|publicatie|verslag|besluit"
    r"|uitspraak|arrest|vonnis|debat|motie) (?:van|d\.d\.))(?!\w)",
    re.IGNORECASE,
)
COMING = re.compile(
    r"(?<!\w)(?:zal|zult|zullen|voornemens|voornemen|verwacht|verwachten|verwachting|streef"
    r"|streeft|streven|beoogd|beoog|beoogt|planning|gepland|uiterlijk|binnenkort|komende?"
    r"|aankomende?|aanstaande|toekomstige?|(?:is|zijn) (?:[\w’-]{1,30} ){0,8}?voorzien)(?!\w)",
    re.IGNORECASE,
)
BOUND = re.compile(
    r"[,;:()\n–]|(?<!\w)(?:dat|die|waarin|waarbij|waarop|en|maar|omdat|zodat|nadat|voordat)(?!\w)",
    re.IGNORECASE,
)
WINDOW = 300  # signs on either side that are looked at


def tense(text: str, start: int, end: int, sentence: tuple[int, int]) -> str:
    """Return "past" or "coming" for a stretch of a text, "" where both or neither are said.

    First the clause is asked, then the sentence.
    """
    first, last = max(sentence[0], start - WINDOW), min(sentence[1], end + WINDOW)
    before, after = text[first:start], text[end:last]
    opened = max((bound.end() for bound in BOUND.finditer(before)), default=0)
    closed = BOUND.search(after)
    clause = f"{before[opened:]} · {after[: closed.start()] if closed else after}"
    return _told(clause) or _told(f"{before} · {after}")


def _told(words: str) -> str:
    is_past, is_coming = bool(PAST.search(words)), bool(COMING.search(words))
    return "" if is_past == is_coming else "past" if is_past else "coming"
