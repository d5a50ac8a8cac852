"""Which addresses exist: the desk's and the readers'."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/voorbeeld/", include("timeline.preview_urls")),
    path("admin/", admin.site.urls),
    path("", include("timeline.urls")),
]
