"""What the tests of the desk start from."""

import pytest
from django.contrib.auth.models import Group, User

from tests.conftest import sign_in


@pytest.fixture
def member(client):
    """Return the function that signs somebody in with one role."""

    def enter(role: str) -> User:
        user = User.objects.create_user(role, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        sign_in(client, user)
        return user

    return enter
