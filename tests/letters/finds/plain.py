"""Letters of plain paragraphs, as they come out of a file: nothing is read away."""

from incident.letters.text import Flow


def flow(text: str) -> Flow:
    return Flow(text, range(len(text)))


def parts(text: str, spans) -> list[str]:
    return [text[start:end] for start, end in spans]
