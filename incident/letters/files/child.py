"""The child process that reads one letter: it takes its own limits first, and answers as JSON."""

import json
import resource
import sys

from incident.letters.files.limits import (
    MOST_ANSWER,
    MOST_BYTES,
    MOST_MEMORY,
    MOST_SECONDS,
    LetterFileError,
)

LIMITS = {
    resource.RLIMIT_CPU: MOST_SECONDS,
    resource.RLIMIT_AS: MOST_MEMORY,
    resource.RLIMIT_FSIZE: MOST_ANSWER,
    resource.RLIMIT_CORE: 0,
}
OUTWARD = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def main() -> None:
    """Read a letter from the standard input and write its pages, or the name of the problem."""
    shut_in()
    from incident.letters.files.kinds import pages  # within the limits

    try:
        answer = {"pages": pages(sys.stdin.buffer.read(MOST_BYTES + 1))}
    except LetterFileError as error:
        answer = {"problem": error.problem.name}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())


def shut_in() -> None:
    """Limit this process, and refuse it the network and other programs, for good."""
    for limit, most in LIMITS.items():
        hard = resource.getrlimit(limit)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (least, least))
    sys.addaudithook(refuse_outward)


def refuse_outward(event: str, _arguments: tuple) -> None:
    """Raise PermissionError where something in this process turns to the world outside."""
    if event.startswith(OUTWARD):
        raise PermissionError(event)
