"""The readers' addresses. They are an interface: renaming one is a breaking change."""

from django.contrib.sitemaps import views as maps
from django.urls import path, register_converter
from django.views.decorators.http import require_safe

from timeline import data_views, preview, views
from timeline.discovery import sitemaps
from timeline.embed import frames, oembed, pictures
from timeline.lasting import views as lasting


class EventSlug:
    """The slug of an event: it begins with year and month, so that it equals no page's name."""

    regex = r"\d{4}-\d{2}-[a-z0-9-]+"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class CitationForm(EventSlug):
    """The ending of a file with a citation."""

    regex = "bib|ris"


register_converter(EventSlug, "event")
register_converter(CitationForm, "citation")

app_name = "timeline"

MAPS = {"sitemaps": sitemaps.SITEMAPS}
IN_PARTS = {"sitemap_url_name": "timeline:sitemap_part"}

urlpatterns = [
    path("", views.incidents, name="incidents"),
    path("sitemap.xml", require_safe(maps.index), MAPS | IN_PARTS, name="sitemap"),
    path("sitemap-<section>.xml", require_safe(maps.sitemap), MAPS, name="sitemap_part"),
    path("favicon.ico", pictures.favicon, name="favicon"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path(".well-known/security.txt", sitemaps.security, name="security"),
    path(".well-known/api-catalog", data_views.api_catalog, name="api_catalog"),
    path("voorbeeld/<str:token>/", preview.by_link, name="preview_link"),
    path("openapi.json", data_views.api_description, name="openapi"),
    path("oembed.json", oembed.oembed, name="oembed"),
    path("tijdlijn.atom", data_views.site_events, name="site_atom"),
    path("wijzigingen.atom", data_views.site_log, name="site_changes"),
    path("catalogus.jsonld", data_views.catalogue, name="catalogue"),
    path("api/", views.api, name="api"),
    path("over/", views.about, name="about"),
    path("kamerstukken/", views.kamerstukken, name="kamerstukken"),
    path("kamerstukken/<slug:slug>/", views.kamerstuk, name="kamerstuk"),
    path("kamerstukken/<slug:slug>/citeer.<citation:form>", lasting.cite, name="cite_paper"),
    path("onderdelen/", views.every_component, name="components"),
    path("<slug:incident>/", views.timeline, name="timeline"),
    path("<slug:incident>/kwesties/", views.claims, name="claims"),
    path("<slug:incident>/wachttijd/", views.waits, name="waits"),
    path("<slug:incident>/vragen/", views.questions, name="questions"),
    path("<slug:incident>/wijzigingen/", views.changes, name="changes"),
    path("<slug:incident>/wijzigingen.atom", data_views.changes_atom, name="changes_atom"),
    path("<slug:incident>/<event:slug>/versie/<int:number>/", views.version, name="version"),
    path("<slug:incident>/vergelijk/", views.comparison, name="comparison"),
    path("<slug:incident>/<slug:name>.csv", data_views.table, name="table"),
    path(
        "<slug:incident>/<slug:name>.csv-metadata.json", data_views.table_metadata, name="metadata"
    ),
    path("<slug:incident>/tijdlijn.json", data_views.events_json, name="json"),
    path("<slug:incident>/tijdlijn.atom", data_views.events_atom, name="atom"),
    path("<slug:incident>/tijdlijn.ics", data_views.events_calendar, name="calendar"),
    path("<slug:incident>/tijdlijn.svg", data_views.drawing_svg, name="drawing_svg"),
    path("<slug:incident>/tijdlijn.png", data_views.drawing_png, name="drawing_png"),
    path("<slug:incident>/citeer.<citation:form>", lasting.cite, name="cite"),
    path("<slug:incident>/tijdpoort/", lasting.timegate, name="timegate"),
    path("<slug:incident>/tijdkaart.link", lasting.timemap, name="timemap"),
    path("<slug:incident>/alles.zip", data_views.everything, name="zip"),
    path("<slug:incident>/kader/", frames.timeline, name="frame"),
    path("<slug:incident>/voorbeeld.png", pictures.timeline_picture, name="timeline_picture"),
    path("<slug:incident>/<event:slug>/kader/", frames.event, name="event_frame"),
    path("<slug:incident>/<event:slug>/", views.event, name="event"),
    path(
        "<slug:incident>/<event:slug>/voorbeeld.png", pictures.event_picture, name="event_picture"
    ),
    path("<slug:incident>/<event:slug>/tijdpoort/", lasting.timegate, name="event_timegate"),
    path("<slug:incident>/<event:slug>/tijdkaart.link", lasting.timemap, name="event_timemap"),
    path("<slug:incident>/<event:slug>/citeer.<citation:form>", lasting.cite, name="cite_event"),
]
