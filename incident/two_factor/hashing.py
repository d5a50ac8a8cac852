"""Passwords are hashed in turn: a hash is slow on purpose, and many at once starve readers."""

import os

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from incident.edge.lanes import Lanes

WAIT_SECONDS = 5.0


def at_once(cores: int | None) -> int:
    """Return how many may hash at once on so many cores: each keeps one busy, and one is left."""
    return min(2, max(1, (cores or 1) // 2))


AT_ONCE = at_once(os.cpu_count())
HASHES = Lanes(AT_ONCE)


class InTurn:
    """A mixin for Django's hashers: it limits how many hash at once."""

    def encode(self, *args, **kwargs) -> str:
        """Hash when it is one's turn; raise BusyError where that takes too long."""
        with HASHES.lane(WAIT_SECONDS):
            return super().encode(*args, **kwargs)


class PBKDF2InTurn(InTurn, PBKDF2PasswordHasher):
    """Django's own way of hashing, in turn; their hashes are interchangeable."""
