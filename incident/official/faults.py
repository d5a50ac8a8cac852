"""Why a source gave no answer that can be used, each in a sentence of its own, for staff."""

from incident.models.official import Answered

NO_CONNECTION = "Er kwam geen verbinding met {host}."
TOO_SLOW = "{host} was niet klaar met antwoorden in de tijd die wij wachten."
TOO_LARGE = "Het antwoord van {host} was te groot. Wij braken het lezen af."
BROKEN_OFF = "Het antwoord van {host} brak halverwege af."
TOO_MANY = "{host} vraagt ons te wachten: er kwamen te veel vragen tegelijk."
OUT_OF_ORDER = "{host} heeft een storing (status {detail})."
DENIED = "{host} weigerde de vraag (status {detail})."
ELSEWHERE = "{host} stuurde ons door naar een adres dat wij niet vertrouwen."
IN_CIRCLES = "{host} bleef ons doorsturen."
ERROR_PAGE = "{host} stuurde ons door naar zijn foutpagina."
WEB_PAGE = "{host} gaf een gewone webpagina in plaats van een antwoord."
CUT_XML = "Het antwoord van {host} is onvolledig of geen goede XML."
WRONG_CHARSET = "De letters in het antwoord van {host} kloppen niet met wat het erover zegt."
ENTITIES = "Het antwoord van {host} bevat XML die wij om veiligheid niet lezen."
UNKNOWN_SHAPE = "Het antwoord van {host} heeft een vorm die wij niet kennen."
CUT_JSON = "Het antwoord van {host} is onvolledig of geen goede JSON."
NO_PROGRESS = "De lijst van {host} gaat niet verder dan waar wij al waren."
NO_RECORDS = "{host} zegt dat er iets gevonden is, maar gaf het niet."
NOT_UNDERSTOOD = "{host} voerde de vraag niet uit: ‘{detail}’."

REFUSED = {TOO_MANY, DENIED, NOT_UNDERSTOOD}
SILENT = {NO_CONNECTION, TOO_SLOW, OUT_OF_ORDER}


class Fault(Exception):  # noqa: N818 - the fault is theirs, not an error of this program
    """The source gave nothing that can be used.

    `after` is for how many seconds it asks to be left alone, 0 where it does not say.
    """

    def __init__(self, sentence: str, host: str, detail: str = "", after: float = 0):
        super().__init__(sentence.format(host=host, detail=detail))
        self.sentence, self.host, self.after = sentence, host, after

    @property
    def for_the_log(self) -> str:
        """Return the sentence without its detail, in which a source may repeat what was asked."""
        return self.sentence.format(host=self.host, detail="…")

    @property
    def outcome(self) -> Answered:
        if self.sentence in REFUSED:
            return Answered.REFUSED
        return Answered.SILENT if self.sentence in SILENT else Answered.UNREADABLE

    @property
    def may_pass(self) -> bool:
        """Return whether the same question may be answered a moment later."""
        return self.sentence in (TOO_MANY, OUT_OF_ORDER, NO_CONNECTION)
