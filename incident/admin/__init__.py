"""The editors' desk: Django's admin, one file a noun."""

from incident.admin import claim, event, history, incident, kamerstuk, questions, users

__all__ = ["claim", "event", "history", "incident", "kamerstuk", "questions", "users"]
