"""Where our side of the admin meets Wagtail. What each part does stands in `cms/admin/`."""

from wagtail import hooks

from cms.admin import dashboard, editing, menus, rights
from cms.admin.facts.viewsets import ConventionsGroup
from cms.admin.territory.viewsets import TerritoryGroup

rights.register()


@hooks.register("register_admin_viewset")
def register_conventions():
    return ConventionsGroup()


@hooks.register("register_admin_viewset")
def register_territory():
    return TerritoryGroup()


hooks.register("insert_global_admin_css", menus.style)
hooks.register("construct_help_menu", menus.keep_help_at_home)
hooks.register("construct_settings_menu", menus.hide_unused_settings)
hooks.register("construct_homepage_panels", dashboard.add_tasks)
hooks.register("after_create_page", editing.advise_on_reading)
hooks.register("after_edit_page", editing.advise_on_reading)
hooks.register("before_delete_page", editing.keep_pillar)
hooks.register("before_delete_page", editing.keep_facts)
hooks.register("before_unpublish_page", editing.keep_pillar)
hooks.register("before_move_page", editing.keep_pillar)
hooks.register("before_move_page", editing.keep_address_free)
hooks.register("before_copy_page", editing.keep_address_free)
hooks.register("before_bulk_action", editing.keep_pillars)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    from django.utils.translation import gettext_lazy as _

    actions.register_action("portal.password_link", _("Lien de mot de passe"), _("Lien de mot de passe envoyé"))
