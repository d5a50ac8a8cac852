"""Which addresses exist: the desk's and the readers'."""

from django.contrib import admin
from django.urls import include, path

from incident.edge.health import health

handler500 = "incident.edge.unavailable.failed"

urlpatterns = [
    path("admin/voorbeeld/", include("timeline.preview_urls")),
    path("admin/", admin.site.urls),
    path("gezond/", health, name="health"),
    path("", include("timeline.urls")),
]
