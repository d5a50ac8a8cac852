"""XML of a stranger, read so that no entity, document type or size attack works."""

import re
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils import timezone

from incident.official import faults
from incident.official.faults import Fault
from incident.official.fetching import Answer

DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding=["']([A-Za-z0-9._-]{1,40})["']""")
WEB_PAGE = re.compile(r"\s*(<!doctype html|<html|404\b)", re.IGNORECASE)
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def parse(answer: Answer) -> Element:
    """Return the root of an answer; Fault says which way it cannot be read."""
    text = decoded(answer)
    if WEB_PAGE.match(text):
        raise Fault(faults.WEB_PAGE, answer.host)
    try:
        return fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Fault(faults.ENTITIES, answer.host) from error
    except ParseError as error:
        raise Fault(faults.CUT_XML, answer.host) from error


def decoded(answer: Answer) -> str:
    """Return the text in the charset of the answer's head, else of the XML itself, else UTF-8."""
    declared = DECLARED.match(answer.body[:200])
    charset = answer.charset or (declared[1].decode() if declared else "utf-8")
    try:
        return answer.body.decode(charset).lstrip("\ufeff")
    except (UnicodeError, LookupError) as error:
        raise Fault(faults.WRONG_CHARSET, answer.host) from error


def name(element: Element) -> str:
    """Return the name of an element without its namespace, which versions change."""
    return element.tag.rpartition("}")[2]


def all_named(root: Element, wanted: str) -> list[Element]:
    return [element for element in root.iter() if name(element) == wanted]


def text_of(element: Element | None) -> str:
    """Return the text within, on one line; "" where there is none."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def day_of(text: str) -> date | None:
    """Return the day in the Netherlands of a day or moment; None where it is neither.

    The sources write local times with or without their offset, and now and then UTC: around
    midnight the day of the text is not the day that was meant.
    """
    moment = moment_of(text)
    return timezone.localdate(moment) if moment else None


def moment_of(text: str) -> datetime | None:
    """Return a moment or the beginning of a day, in the Netherlands where it says no zone.

    None where it is neither, or where its offset carries it out of the calendar.
    """
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo else timezone.make_aware(moment)
        return timezone.localtime(aware.astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def source_of(element: Element) -> str:
    """Return the element as XML, to be kept."""
    return tostring(element, encoding="unicode")
