"""What Django's admin looks for: the desk's registered forms and lists."""

from incident.desk import history, users
from incident.desk.records import claim, event, incident, kamerstuk, questions

__all__ = ["claim", "event", "history", "incident", "kamerstuk", "questions", "users"]
