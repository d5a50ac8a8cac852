"""The three groups of staff, and what each may do; made, or made right, after each `migrate`."""

from django.contrib.auth.models import Group, Permission

KEEPING = ("event", "claim", "writtenquestions")
UNDER = ("citation", "link", "statement", "question")
WRITER = frozenset(
    (
        *(f"{verb}_{n}" for n in KEEPING + UNDER for verb in ("add", "change", "delete", "view")),
        *("add_kamerstuk", "change_kamerstuk", "delete_kamerstuk", "view_kamerstuk"),
        *("view_incident", "view_change"),
        *("add_candidate", "change_candidate", "view_candidate"),
        *("add_letter", "change_letter", "view_letter"),
    )
)
EDITOR = WRITER | {
    *(f"publish_{noun}" for noun in KEEPING),
    *("add_incident", "change_incident", "delete_incident"),
    "delete_letter",
}
ROLES = {
    "schrijver": ("incident", WRITER),
    "eindredacteur": ("incident", EDITOR),
    "beheerder": ("auth", frozenset({"add_user", "change_user", "view_user"})),
}


def wrong_roles() -> list[str]:
    """Return the names of the roles that are not there, or may do something else than they should.

    Two queries.
    """
    there = {group.name: group for group in Group.objects.prefetch_related("permissions")}
    return [
        name
        for name, (_, codenames) in ROLES.items()
        if name not in there
        or {right.codename for right in there[name].permissions.all()} != codenames
    ]


def set_right() -> None:
    """Make each role that is not there, and correct one with other rights."""
    for name in wrong_roles():
        label, codenames = ROLES[name]
        rights = Permission.objects.filter(content_type__app_label=label, codename__in=codenames)
        Group.objects.get_or_create(name=name)[0].permissions.set(rights)
