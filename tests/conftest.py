"""What every test needs: files without a manifest, and a place to read the README."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _plain_files(settings):
    """Serve static files as they are; collecting them is not what is tested."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session")
def readme():
    """Return the text of the README."""
    return (ROOT / "README.md").read_text()
