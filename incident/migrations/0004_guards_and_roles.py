"""What the database itself refuses, and the groups of staff with what each may do."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

APPEND_ONLY = "het logboek wordt alleen aangevuld"
KEPT = "wat openbaar was, blijft bewaard"
PUBLISHABLE = ("incident_event", "incident_claim", "incident_writtenquestions")
WAS_PUBLIC = (
    "OLD.status = 'ingetrokken' OR (OLD.status = 'gepubliceerd' AND OLD.publish_at <= {now})"
)
NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now')", "postgresql": "clock_timestamp()"}


def guards(vendor):
    """Return each guard as name, table, verb, condition and message."""
    found = [
        ("change_is_kept", "incident_change", "DELETE", "1 = 1", APPEND_ONLY),
        ("change_stays", "incident_change", "UPDATE", "1 = 1", APPEND_ONLY),
        ("head_is_kept", "incident_loghead", "DELETE", "1 = 1", APPEND_ONLY),
        (
            "head_moves_on",
            "incident_loghead",
            "UPDATE",
            "NEW.number <> OLD.number + 1",
            APPEND_ONLY,
        ),
        ("paper_is_kept", "incident_kamerstuk", "DELETE", "OLD.is_kept", KEPT),
        ("incident_is_kept", "incident_incident", "DELETE", "OLD.is_published", KEPT),
    ]
    was_public = WAS_PUBLIC.format(now=NOW[vendor])
    for table in PUBLISHABLE:
        found.append((f"{table}_is_kept", table, "DELETE", was_public, KEPT))
        found.append(
            (
                f"{table}_stays_told",
                table,
                "UPDATE",
                f"({was_public}) AND NEW.status NOT IN ('gepubliceerd', 'ingetrokken')",
                KEPT,
            )
        )
    return found


def sqlite(name, table, verb, condition, message):
    yield (
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def postgresql(name, table, verb, condition, message):
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE integrity_constraint_violation USING MESSAGE = '{message}'; "
        f"END IF; RETURN {'OLD' if verb == 'DELETE' else 'NEW'}; END $$"
    )
    yield (f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def whole_table(table):
    """Return the guard against emptying a table at once, which asks no row."""
    name = f"{table}_is_not_emptied"
    yield (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE integrity_constraint_violation USING MESSAGE = '{APPEND_ONLY}'; END $$"
    )
    yield f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {name}()"


def put_up(apps, schema_editor):
    """Make the guards."""
    vendor = schema_editor.connection.vendor
    written = {"sqlite": sqlite, "postgresql": postgresql}[vendor]
    for guard in guards(vendor):
        for sql in written(*guard):
            schema_editor.execute(sql)
    if vendor == "postgresql":
        for table in ("incident_change", "incident_loghead"):
            for sql in whole_table(table):
                schema_editor.execute(sql)


def take_down(apps, schema_editor):
    """Take the guards away."""
    vendor = schema_editor.connection.vendor
    for name, table, *_ in guards(vendor):
        if vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
    if vendor == "postgresql":
        for table in ("incident_change", "incident_loghead"):
            name = f"{table}_is_not_emptied"
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")


KEEPING = ("event", "claim", "writtenquestions")
UNDER = ("citation", "link", "statement", "question")
WRITER = [
    *(f"{verb}_{noun}" for noun in KEEPING for verb in ("add", "change", "delete", "view")),
    *(f"{verb}_{noun}" for noun in UNDER for verb in ("add", "change", "delete", "view")),
    *("add_kamerstuk", "change_kamerstuk", "delete_kamerstuk", "view_kamerstuk"),
    *("view_incident", "view_change"),
]
EDITOR = [
    *WRITER,
    *(f"publish_{noun}" for noun in KEEPING),
    *("add_incident", "change_incident", "delete_incident"),
]
ROLES = {
    "schrijver": ("incident", WRITER),
    "eindredacteur": ("incident", EDITOR),
    "beheerder": ("auth", ["add_user", "change_user", "view_user"]),
}


def make_roles(apps, schema_editor):
    """Make the three groups with their permissions."""
    from django.apps import apps as real

    for label in ("auth", "incident"):
        create_permissions(real.get_app_config(label), verbosity=0)
    groups = apps.get_model("auth", "Group").objects
    permissions = apps.get_model("auth", "Permission").objects
    for name, (label, codenames) in ROLES.items():
        group, _ = groups.get_or_create(name=name)
        wanted = permissions.filter(content_type__app_label=label, codename__in=codenames)
        group.permissions.set(wanted)


def drop_roles(apps, schema_editor):
    """Remove the three groups."""
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("incident", "0003_log_and_states"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(put_up, take_down),
        migrations.RunPython(make_roles, drop_roles),
    ]
