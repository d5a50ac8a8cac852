"""How far a command is, for the person who waits for it."""

import time
from collections.abc import Callable

SOON = 1.0  # seconds before a log hears of it
BETWEEN_LINES = 5.0  # seconds between two lines in a log
BETWEEN_LOOKS = 0.1  # seconds between two changes of the line on a terminal


class Progress:
    """Says on a stream how many of how many are done.

    On a terminal one line changes in place; elsewhere (a log) there is a line now and then, and
    none where the work takes less than a second. The last line stays.
    """

    def __init__(self, stream, total: int, what: str, clock: Callable[[], float] = time.monotonic):
        self.stream, self.total, self.what, self.clock = stream, total, what, clock
        self.on_terminal = stream.isatty()
        self.began = clock()
        self.due = self.began if self.on_terminal else self.began + SOON
        self.said = 0

    def __call__(self, done: int) -> None:
        """Say that so many are done, when it is time to."""
        now = self.clock()
        if now >= self.due:
            self.due = now + (BETWEEN_LOOKS if self.on_terminal else BETWEEN_LINES)
            self.say(f"{done} van {self.total} {self.what}")

    def finish(self, done: int) -> None:
        """Let the last line stay, with the time it took; nothing where nothing was said before."""
        if self.said:
            took = self.clock() - self.began
            self.say(f"{done} van {self.total} {self.what}, {took:.0f} seconden")
            if self.on_terminal:
                self.stream.write("\n", style_func=str, ending="")

    def say(self, line: str) -> None:
        shown = f"\r{line.ljust(self.said)}" if self.on_terminal else f"{line}\n"
        self.stream.write(shown, style_func=str, ending="")
        self.stream.flush()
        self.said = len(line)
