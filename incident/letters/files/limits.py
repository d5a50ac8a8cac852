"""What reading one letter may cost, and the sentence for each file that cannot be read."""

from enum import Enum

MOST_BYTES = 20_000_000  # of the file, and of each XML within it
MOST_PAGES = 300
MOST_SIGNS = 600_000  # of all pages together: 300 full pages; the rules read them in seconds
MOST_SECONDS = 20  # of processor, and by the clock
MOST_MEMORY = 512 * 2**20  # bytes of address space
MOST_ANSWER = 16_000_000  # bytes that the child may write


class Problem(Enum):
    """Why a letter cannot be read, and what to do, as staff read it."""

    EMPTY = "Het bestand is leeg. Kies het bestand opnieuw."
    NO_TEXT = "In dit bestand staat geen tekst. Kijk of u het goede bestand koos."
    SCAN = (
        "Dit is een scan: een plaatje van de brief, zonder tekst. "
        "Vraag de brief als Word-bestand op, of plak de tekst."
    )
    UNREADABLE_SIGNS = (
        "De tekst in deze pdf is niet te lezen, omdat de letters er als tekeningen in staan. "
        "Gebruik het Word-bestand, of plak de tekst."
    )
    PICTURE = "Dit is een plaatje. Gebruik de brief zelf, of plak de tekst."
    OLD_WORD = "Dit is een bestand van een oude Word. Sla het op als .docx en kies dat bestand."
    RICH_TEXT = "Dit is een RTF-bestand. Sla het op als .docx en kies dat bestand."
    LOCKED = "Dit bestand is beveiligd. Sla het op zonder wachtwoord en kies dat bestand."
    OTHER_ZIP = (
        "Dit is een ingepakt bestand, en geen brief van Word of LibreOffice. "
        "Pak het uit en kies de brief zelf."
    )
    UNKNOWN = (
        "Dit soort bestand kan niet worden gelezen. "
        "Gebruik pdf, .docx, .odt, HTML, XML of gewone tekst."
    )
    ENTITIES = (
        "Dit XML-bestand verwijst naar iets buiten zichzelf of naar zichzelf, "
        "en is daarom niet gelezen. Plak de tekst."
    )
    DAMAGED = "Dit bestand is beschadigd. Open het zelf, sla het opnieuw op en kies dat bestand."
    TOO_LARGE = "Dit bestand is te groot. Het mag 20 MB zijn, ook als het is uitgepakt."
    TOO_MANY_PAGES = (
        f"Deze brief heeft meer dan {MOST_PAGES} bladzijden. Splits het bestand en kies een deel."
    )
    TOO_MUCH_TEXT = (
        "In dit bestand staan meer dan 600.000 tekens. Splits het bestand en kies een deel."
    )
    TOO_LONG = (
        f"Dit bestand was na {MOST_SECONDS} seconden nog niet gelezen. "
        "Splits het, sla het opnieuw op, of plak de tekst."
    )


class LetterFileError(ValueError):
    """A letter that cannot be read; its text is the sentence for staff, after the file's name."""

    def __init__(self, problem: Problem, name: str = ""):
        shown = "".join(sign for sign in name if sign.isprintable())[-80:]
        super().__init__(f"{shown}: {problem.value}" if shown else problem.value)
        self.problem = problem
