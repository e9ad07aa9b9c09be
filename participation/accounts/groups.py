"""Groups of the Wagtail admin, as data: which role puts a person into which group, and what that group may do.

They follow the grants and nothing else. An administrator may make further groups; those are left alone.
"""

from dataclasses import dataclass

from participation.accounts.enums import Role

# `app.codename`, or `app.*` for every permission on that app's own models (pages excepted: they have page permissions).
_ENTER = ("wagtailadmin.access_admin",)
_WRITE_MEDIA = (
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
)
_ALL_MEDIA = (
    *_WRITE_MEDIA,
    "wagtailimages.delete_image",
    "wagtaildocs.delete_document",
    "wagtailcore.add_collection",
    "wagtailcore.change_collection",
    "wagtailcore.delete_collection",
)


@dataclass(frozen=True, slots=True)
class PortalGroup:
    role: Role
    name: str
    former_name: str  # as Wagtail's own migrations call it, empty for groups that are ours
    on_pages: tuple[str, ...]
    on_collections: tuple[str, ...]
    on_models: tuple[str, ...]


GROUPS = (
    PortalGroup(
        role=Role.EDITOR,
        name="Rédaction",
        former_name="Editors",
        on_pages=("add", "change"),
        on_collections=_WRITE_MEDIA,
        on_models=_ENTER,
    ),
    PortalGroup(
        role=Role.GUSP_COORDINATOR,
        name="Coordination",
        former_name="Moderators",
        on_pages=("add", "change", "publish", "lock", "unlock"),
        on_collections=_ALL_MEDIA,
        on_models=(*_ENTER, "cms.*", "territory.*", "wagtailredirects.*"),
    ),
    PortalGroup(
        role=Role.ADMINISTRATOR,
        name="Administration",
        former_name="",
        on_pages=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        on_collections=_ALL_MEDIA,
        on_models=(
            *_ENTER,
            "cms.*",
            "territory.*",
            "wagtailredirects.*",
            "base.view_portalsettings",
            "base.change_portalsettings",
            "moderation.view_moderationsettings",
            "moderation.change_moderationsettings",
            "accounts.view_user",
            "accounts.add_user",
            "accounts.change_user",
            "accounts.view_rolegrant",
            "accounts.add_rolegrant",
            "accounts.change_rolegrant",
            "wagtailcore.add_workflow",
            "wagtailcore.change_workflow",
            "wagtailcore.delete_workflow",
            "wagtailcore.add_task",
            "wagtailcore.change_task",
            "wagtailcore.delete_task",
        ),
    ),
    PortalGroup(
        role=Role.DATA_PROTECTION_OFFICER,
        name="Protection des données",
        former_name="",
        on_pages=(),
        on_collections=(),
        on_models=(*_ENTER, "accounts.view_user", "accounts.view_rolegrant"),
    ),
)

# Wagtail's migrations leave one workflow with one task, approved by « Moderators ».
WORKFLOW_FORMER_NAME = "Moderators approval"
WORKFLOW_NAME = "Relecture par la coordination"
APPROVERS = (Role.GUSP_COORDINATOR, Role.ADMINISTRATOR)
