"""How the facts are shown to readers."""

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    """Reads the facts and tells them; keeps nothing."""

    name = "timeline"
    verbose_name = "Tijdlijn"
