"""Footnotes as Apache POI writes them, so that a letter reads alike from each kind of file.

`[footnoteRef:1]` stands at the mark, and `[1: its text]` after the paragraph. They are numbered
in the order of their marks, footnotes and endnotes together.
"""


class Notes:
    """The notes of a paper, and those of the paragraph that is being read."""

    def __init__(self):
        self.count = 0
        self.waiting: list[str] = []

    def mark(self, text: str) -> str:
        """Return the mark of the next note, and keep its text for the end of the paragraph."""
        self.count += 1
        self.waiting.append(f" [{self.count}: {text}]")
        return f"[footnoteRef:{self.count}]"

    def after(self, paragraph: str) -> str:
        """Return a paragraph with the notes that wait after it."""
        notes, self.waiting = self.waiting, []
        return paragraph + "".join(notes)
