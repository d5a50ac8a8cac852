"""What the tests of the desk in Chromium start from."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from tests.conftest import sign_in
from tests.helpers.case import load_case


@pytest.fixture
def signed_in(live_server, client):
    """Load the case, and return the cookie of an editor who is signed in."""
    load_case()
    sign_in(client, User.objects.create_superuser("redactie"))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": f"{live_server.url}/admin/"}


@pytest.fixture
def desk(live_server, page, signed_in):
    """Sign an editor in, and return where the site is."""
    page.context.add_cookies([signed_in])
    return live_server.url


@pytest.fixture
def examined(chromium, live_server, signed_in):
    """Return a page that axe may write its styles in, which our policy forbids."""
    context = chromium.new_context(bypass_csp=True, base_url=live_server.url, locale="nl-NL")
    context.add_cookies([signed_in])
    yield context.new_page()
    context.close()
