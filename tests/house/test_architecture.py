"""The house: who may import whom, what the timeline may not do, and what the checks say.

Structure is read from the syntax tree, so that no word in a text or a docstring counts.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.conftest import ROOT

# Each room and the rooms that it may import, of which each stands above it here: so no circle.
ROOMS = {
    "incident.values": "",
    "incident.choices": "values",
    "incident.workflow": "choices",
    "incident.environment": "",
    "incident.checks": "",
    "incident.paths": "",
    "incident.written": "",
    "incident.edge": "",
    "incident.fields": "values",
    "incident.columns": "values",
    "incident.letters": "values",
    "incident.templatetags": "values",
    "incident.audit": "values choices workflow fields written",
    "incident.publishing": "values choices fields written audit",
    "incident.models": "values choices workflow paths written fields letters audit publishing",
    "incident.verification": "choices audit publishing models",
    "incident.csv_import": "values choices columns audit models",
    "incident.two_factor": "edge audit models",
    "incident.official": "values choices models",
    "incident.desk": (
        "values choices workflow fields audit publishing models two_factor official letters"
    ),
    "incident.server": "edge models",
    "incident.backup": "verification server",
    "timeline.kept": "",
    "timeline.citing": "",
    "timeline.query": "kept",
    "timeline.pages": "kept query citing",
    "timeline.headers": "",
    "timeline.memento": "kept pages headers",
    "timeline.site": "query pages",
    "timeline.formats": "query pages citing",
    "timeline.export_files": "",
    "timeline.ranges": "export_files",
    "timeline.export_lanes": "kept export_files ranges",
    "timeline.discovery": "kept query pages citing formats headers",
    "timeline.withdrawn": "",
    "timeline.templating": "query pages site",
    "timeline.views": "query pages site formats headers discovery export_lanes withdrawn memento",
    "timeline.data_views": "query pages formats headers discovery export_lanes withdrawn",
    "timeline.lasting": "query pages citing memento data_views",
    "timeline.embed": "query pages citing withdrawn views data_views",
    "timeline.preview": "query views",
    "timeline.mirror": "kept query pages formats discovery",
    "timeline.management": "query formats mirror",
}
# What every room of the timeline may know of the record: to read it, and the server's edge.
READ = "values choices columns paths written audit models edge"
# What ties the rooms together: settings, addresses, commands.
WIRING = {
    *("incident.settings", "incident.urls", "incident.wsgi", "incident.apps", "incident.admin"),
    *("incident.management", "timeline.apps", "timeline.urls", "timeline.preview_urls"),
}
EMPTY = ("incident__init__.py", "timeline__init__.py")
MOST_FILES = 12
WRITES = {"save", "delete", "create", "update", "get_or_create", "update_or_create", "POST"}
WRITES |= {f"a{name}" for name in WRITES} | {"bulk_create", "bulk_update", "Model"}
# A picture is saved in memory, and the digest of a file moves on: by files without models.
WITHOUT_MODELS = {"share_image.py": {"save"}, "export_files.py": {"update"}}
WITHOUT_MODELS |= {"folder.py": {"update"}}
ASKS = {"filter", "exclude", "get", "get_object_or_404", "Q", "When", "Count", "Exists"}
VISIBILITY = re.compile(r"(status|publish_at)__\w+|is_published(__\w+)?")
DOTTED = re.compile(r"(timeline|tests)(\.\w*)*")


@cache
def modules(folder: str) -> list[Path]:
    """Return the Python files under a folder, migrations aside."""
    return sorted(p for p in (ROOT / folder).rglob("*.py") if "migrations" not in p.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports(node: ast.AST) -> set[str]:
    """Return the modules that code imports, wherever in it."""
    names = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            names.update(alias.name for alias in part.names)
        elif isinstance(part, ast.ImportFrom):
            assert part.level == 0, "imports relatively"
            names.update(f"{part.module}.{alias.name}" for alias in part.names)
    return names


def texts(node: ast.AST) -> Iterator[str]:
    """Yield each text in code, also the parts of an f-string."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def named(node: ast.AST) -> set[str]:
    """Return what code names of the timeline or the tests, in an import or as a dotted text."""
    found = {name for name in imports(node) if DOTTED.fullmatch(name)}
    return found | {text for text in texts(node) if DOTTED.fullmatch(text)}


def is_call(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def is_setting(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name


def allowed(path: Path) -> set[str]:
    """Return the names of the timeline that Django's own lists need."""
    lists = {
        "incident/urls.py": lambda node: is_call(node, "include"),
        "incident/settings.py": lambda node: any(
            is_setting(node, n) for n in ("INSTALLED_APPS", "MIDDLEWARE", "TEMPLATES")
        ),
    }
    is_list = lists.get(str(path.relative_to(ROOT)), lambda node: False)
    return {text for node in ast.walk(tree(path)) if is_list(node) for text in texts(node)}


def room(name: str) -> str:
    return ".".join(name.split(".")[:2])


def room_of(path: Path) -> str:
    return room(".".join(path.relative_to(ROOT).with_suffix("").parts))


def below(name: str) -> set[str]:
    """Return the rooms on which this one may stand."""
    app = name.split(".")[0]
    record = READ.split() if app == "timeline" else ()
    return {f"{app}.{other}" for other in ROOMS[name].split()} | {f"incident.{r}" for r in record}


def stands_on(path: Path) -> set[str]:
    """Return the other rooms of ours that a file imports."""
    names = {name for name in imports(tree(path)) if name.startswith(("incident.", "timeline."))}
    return {room(name) for name in names} - {room_of(path)}


PRODUCT = [*modules("incident"), *modules("timeline")]
as_path = pytest.mark.parametrize("path", PRODUCT, ids=lambda p: str(p.relative_to(ROOT)))


@as_path
def test_a_file_knows_only_the_rooms_below_its_own(path):
    own = room_of(path)
    assert own not in ROOMS or stands_on(path) <= below(own)


def test_no_room_knows_one_above_it_and_every_room_has_its_place():
    order = list(ROOMS)
    for place, name in enumerate(order):
        assert below(name) <= set(order[:place]), name
    rooms = {room_of(path) for path in PRODUCT if path.parent.name + path.name not in EMPTY}
    assert rooms == set(ROOMS) | WIRING


@pytest.mark.parametrize("path", modules("incident"), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_facts_know_nothing_of_the_telling(path):
    assert named(tree(path)) <= allowed(path)


@pytest.mark.parametrize(
    "code",
    [
        "from timeline.views import shown",
        "def f():\n    import timeline",
        'import_string("timeline.preview.event")',
        'view = "timeline.preview"',
        'f"timeline.{name}"',
        'import_module("tests.components")',
    ],
)
def test_a_name_in_a_text_is_seen_as_well(code):
    assert named(ast.parse(code))


def test_a_word_or_an_address_is_not_a_name():
    assert not named(ast.parse('"""Kept for the timeline."""\nreverse("timeline:event")'))


def test_the_product_does_without_the_tests():
    for path in modules("timeline"):
        names = {name for name in named(tree(path)) if name.split(".")[0] == "tests"}
        is_door = path == ROOT / "timeline/views.py"  # of the page of all components, with DEBUG
        assert names == ({"tests", "tests.components.shown"} if is_door else set()), path
        assert not [name for name in imports(tree(path)) if name.startswith("tests")], path


@pytest.mark.parametrize("path", modules("incident/values"), ids=lambda p: p.name)
def test_values_know_no_django(path):
    assert not [module for module in imports(tree(path)) if module.startswith("django")]


def writes(node: ast.AST) -> set[str]:
    """Return what code uses to write in a database or to take what a form sends."""
    found = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    return found & WRITES | {text for text in texts(node) if text == "POST"}


def test_the_timeline_only_reads():
    for path in modules("timeline"):
        assert writes(tree(path)) == WITHOUT_MODELS.get(path.name, set()), path
        assert not (path.name in WITHOUT_MODELS and stands_on(path)), path
    assert not list((ROOT / "timeline").glob("models*"))
    assert not (ROOT / "timeline/migrations").exists()


@pytest.mark.parametrize(
    "code",
    [
        "event.save()",
        "map(Event.delete, events)",
        "Event.objects.bulk_create([])",
        "class Row(models.Model): ...",
        "request.POST",
        "require_http_methods(['POST'])",
    ],
)
def test_each_way_of_writing_is_seen(code):
    assert writes(ast.parse(code))


def visibility(node: ast.AST) -> Iterator[str]:
    """Yield each place where code says itself who may see what."""
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and part.attr in ("is_published", "published"):
            yield part.attr
        if isinstance(part, ast.Name) and part.id == "Status":
            yield part.id
        if isinstance(part, ast.Call):
            name = ast.unparse(part.func)
            if name.endswith("objects.all"):
                yield name
            asks = name.rpartition(".")[2] in ASKS
            yield from (k.arg for k in part.keywords if k.arg and asks and k.arg == "status")
            yield from (k.arg for k in part.keywords if k.arg and VISIBILITY.fullmatch(k.arg))
    yield from (text for text in texts(node) if VISIBILITY.fullmatch(text))


def test_only_the_querysets_know_who_may_see_what():
    for path in [*modules("timeline"), ROOT / "incident/urls.py"]:
        assert not list(visibility(tree(path))), path
        assert "incident.choices.Status" not in imports(tree(path)), path


@pytest.mark.parametrize(
    "code",
    [
        "Event.objects.filter(status='gepubliceerd')",
        "events.exclude(claim__status=1, publish_at__lte=now)",
        "Q(**{'status__in': []})",
        "incident.is_published",
        "Event.objects.published()",
        "Event.objects.all()",
        "Status.DRAFT",
    ],
)
def test_each_way_of_saying_who_may_see_what_is_seen(code):
    assert list(visibility(ast.parse(code)))


def test_the_status_of_an_answer_is_no_status_of_a_text():
    code = '"""Of each Status."""\nrender(request, "gone.html", status=410)'
    assert not list(visibility(ast.parse(code)))


def test_the_timeline_gives_no_instance_a_method_of_its_own():
    for path in modules("timeline"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
                assert not any(isinstance(target, ast.Attribute) for target in node.targets), path


@pytest.mark.parametrize("folder", ["incident", "timeline", "tests"])
def test_the_day_of_a_moment_is_the_one_in_amsterdam(folder):
    """`moment.date()` is that of UTC: for an hour or two after midnight here, the day before."""
    for path in modules(folder):
        for node in ast.walk(tree(path)):
            called = isinstance(node, ast.Call) and not node.args and node.func
            is_day = isinstance(called, ast.Attribute) and called.attr == "date"
            assert not is_day, f"{path}: write localdate(…) for {ast.unparse(node)}"


@pytest.mark.parametrize(
    "folder",
    [
        "incident",
        "timeline",
        "templates",
        "tests",
    ],
)
def test_no_folder_holds_more_than_twelve_files(folder):
    for place in [ROOT / folder, *(ROOT / folder).rglob("*/")]:
        if place.name not in ("migrations", "__pycache__"):
            files = [p for p in place.iterdir() if p.is_file() and p.name != "__init__.py"]
            assert len(files) <= MOST_FILES, place


@pytest.mark.django_db
def test_no_migration_is_missing_and_the_checks_are_quiet(capsys):
    call_command("makemigrations", check=True, dry_run=True)
    call_command("check", fail_level="WARNING", databases=["default"])
    assert "no issues" in capsys.readouterr().out


def test_every_sign_of_a_kind_has_its_colour_in_the_stylesheet_and_its_own_shape():
    from incident.choices import STANDARD
    from incident.values.kinds import SIGNS
    from timeline.pages.kind_icons import OUTLINES

    css = (ROOT / "timeline/static/timeline/timeline.css").read_text()
    for sign in SIGNS:
        rule = re.search(rf'\[data-kind="{sign}"\] {{ --kind: var\((--kind-[a-z]+)\); ', css)
        assert rule, sign
        assert f"{rule[1]}: light-dark(" in css
        assert f'--shape: url("#vorm-{sign}");' in css
    assert list(OUTLINES) == list(SIGNS)
    assert len(set(OUTLINES.values())) == len(SIGNS)
    assert all(kind.explanation.endswith(".") for kind in STANDARD)


@pytest.mark.parametrize("path", modules("incident/values"), ids=lambda p: p.name)
def test_a_value_cannot_be_changed(path):
    for node in ast.walk(tree(path)):
        for made in getattr(node, "decorator_list", ()):
            if ast.unparse(made).startswith("dataclass"):
                assert "frozen=True" in ast.unparse(made), node.name
