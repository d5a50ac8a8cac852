"""The editors' desk: Django's admin, one file a noun."""

from incident.admin import event, incident, kamerstuk, users

__all__ = ["event", "incident", "kamerstuk", "users"]
