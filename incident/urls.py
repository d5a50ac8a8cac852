"""Which addresses exist: the desk's and the readers'."""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from incident.health import health

handler500 = "incident.unavailable.failed"

urlpatterns = [
    path("admin/voorbeeld/<int:key>/", import_string("timeline.preview.event"), name="preview"),
    path(
        "admin/voorbeeld/<int:key>/tijdlijn/",
        import_string("timeline.preview.timeline"),
        name="preview_timeline",
    ),
    path("admin/", admin.site.urls),
    path("gezond/", health, name="health"),
    path(
        "sitemap.xml",
        require_safe(sitemap),
        {"sitemaps": import_string("timeline.discovery.SITEMAPS")},
        name="sitemap",
    ),
    path("", include("timeline.urls")),
]
