"""Which addresses exist: the desk's and the readers'."""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.utils.module_loading import import_string

urlpatterns = [
    path("admin/", admin.site.urls),
    path(
        "sitemap.xml",
        sitemap,
        {"sitemaps": import_string("timeline.discovery.SITEMAPS")},
        name="sitemap",
    ),
    path("", include("timeline.urls")),
]
