"""What every test needs: files without a manifest, and a place to read the README."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def static_root(tmp_path_factory):
    """Return an empty folder in the place of the collected files."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def _plain_files(settings, static_root):
    """Serve static files from where they are written; collecting them is not what is tested."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.STATIC_ROOT = static_root
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture
def body():
    """Return the function that reads an answer to its end, streamed or not, and closes it."""

    def read(answer) -> str:
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.close()
        return content.decode()

    return read


@pytest.fixture(scope="session")
def readme():
    """Return the text of the README."""
    return (ROOT / "README.md").read_text()
