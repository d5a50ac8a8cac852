"""Passwords are hashed in turn: a hash is slow on purpose, and many at once starve readers."""

import os

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from incident.edge.lanes import Lanes

AT_ONCE = min(2, max(1, (os.cpu_count() or 1) // 2))  # a hash keeps a core busy; leave one
HASHES = Lanes(AT_ONCE)
WAIT_SECONDS = 5.0


class InTurn:
    """A mixin for Django's hashers: it limits how many hash at once."""

    def encode(self, *args, **kwargs) -> str:
        """Hash when it is one's turn; raise BusyError where that takes too long."""
        with HASHES.lane(WAIT_SECONDS):
            return super().encode(*args, **kwargs)


class PBKDF2InTurn(InTurn, PBKDF2PasswordHasher):
    """Django's own way of hashing, in turn; their hashes are interchangeable."""
