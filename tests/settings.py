"""The real settings, but for passwords: hashing one took a fifth of a second, hundreds of times."""

from incident.settings import *  # noqa: F403 - all of them

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# No database of a test has to outlive a power cut; waiting for the disk was a part of the time.
if is_sqlite:  # noqa: F405
    lasting = SQLITE_OPTIONS["init_command"]  # noqa: F405
    own = {"init_command": lasting.replace("synchronous=FULL", "synchronous=OFF")}
    DATABASES["default"]["OPTIONS"] |= own  # noqa: F405
