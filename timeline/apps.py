"""How the facts are shown to readers."""

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    """The readers' site. It reads the facts and stores nothing."""

    name = "timeline"
    verbose_name = "Tijdlijn"
