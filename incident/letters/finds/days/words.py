"""The words of dates in Dutch, as pieces of patterns."""

from incident.values.dates import MONTHS, SHORT

NUMBERED = {name: number for number, name in enumerate(MONTHS, 1)} | SHORT | {"febr": 2}
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
SEASONS = {"voorjaar": 21, "lente": 21, "zomer": 22, "najaar": 23, "herfst": 23, "winter": 24}
COUNTS = (
    *("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"),
    *("elf", "twaalf", "dertien", "veertien"),
)
ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": 4}
# Which way from the letter's day.
LEANS = {
    **dict.fromkeys(("jl", "j.l", "l.l", "jongstleden", "laatstleden"), "past"),
    **dict.fromkeys(("afgelopen", "voorbij", "voorbije"), "past"),
    **dict.fromkeys(("vorig", "vorige"), "previous"),
    **dict.fromkeys(("deze", "dit", "lopende"), "this"),
    **dict.fromkeys(("volgend", "volgende"), "next"),
    **dict.fromkeys(("as", "a.s", "aanstaande", "aankomend", "aankomende"), "coming"),
    **dict.fromkeys(("komend", "komende", "eerstkomend", "eerstkomende"), "coming"),
}


def either(words) -> str:
    """Return a pattern of one of some words, the longest first."""
    return "|".join(sorted((word.replace(".", r"\.") for word in words), key=len, reverse=True))


FREE = r"(?<![\w#’'])(?<![\w#][-–/.,:])(?<![€$#] )"  # not within a word, a number or a code
DONE = r"(?![\w#]|[.,:][0-9])"
SHORTENED = r"(?:(?<!juni)(?<!juli)(?<!mei)(?<![a-z]{5})\.(?= (?:19|20)))"  # the point of "sept."
MONTH = rf"(?P<month>{either(NUMBERED)})(?!\w){SHORTENED}?"
DAY = r"[0-9]{1,2}(?:e|ste|de)?(?!\w)"
NAMED_DAY = rf"(?:(?:{either(WEEKDAYS)}),? )?{DAY}"
JOIN = r"(?:, en |, | en | of | t/m | tot en met | tot | op | ?[-–/] ?)"
YEAR = r"(?:19|20)[0-9]{2}"
# A note's figure may stick to a year that follows a month: "juli 20255".
STUCK = rf"(?:{DONE}|(?=[0-9]{{1,2}}(?!\w)))"
LEAN_BEHIND = (
    r"(?P<behind>jl(?!\w)|j\.l(?=\.)|l\.l(?=\.)|a\.s(?=\.)|as(?!\w)"
    r"|jongstleden(?!\w)|laatstleden(?!\w)|aanstaande(?!\w))(?:(?<=jl)\.|(?<=\.[ls])\.|(?<= as)\.)?"
)
OF_YEAR = r"(?:van |in )?(?P<which>dit|vorig|volgend) jaar(?!\w)"
WHEN = (
    rf"(?:,? (?:van )?(?P<year>{YEAR}){STUCK}|(?P<short> ?['’][0-9]{{2}}(?!\w))| {LEAN_BEHIND}"
    rf"| {OF_YEAR})"
)
LEAN = rf"(?P<lean>{either(set(LEANS) - {'jl', 'j.l', 'l.l', 'as', 'a.s'})})"
PART = (
    r"(?:(?:het |de )?(?:begin|einde?|medio|half|halverwege|midden|mid|ultimo|primo"
    r"|ergens in|in de loop|(?:eerste|tweede|derde|vierde|laatste) "
    r"(?:helft|week|weken|dagen|dag|weekend|deel))"
    r"(?: van| in)? )"
)
EARLIER = r"(?:(?:eerder|later|vroeg|laat) )"
