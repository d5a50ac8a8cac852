"""The desk's addresses of a preview: the readers' pages with a draft in place."""

from django.urls import path

from timeline import preview

urlpatterns = [
    path("<int:key>/", preview.event, name="preview"),
    path("<int:key>/tijdlijn/", preview.timeline, name="preview_timeline"),
]
