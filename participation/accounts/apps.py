from django.apps import AppConfig, apps
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from participation.base.site import modules


class AccountsConfig(AppConfig):
    name = "participation.accounts"
    label = "accounts"
    verbose_name = _("Comptes")

    def ready(self):
        from participation.accounts import checks  # noqa: F401

        modules.register("comptes", _("Inscription des habitants"), ("/comptes/inscription/",))
        post_migrate.connect(_sync_once_all_is_there, dispatch_uid="accounts.sync_roles")


def _sync_once_all_is_there(sender, using, **kwargs):
    """Permissions are made app by app, each after the signal of its own; groups can have them after the last one."""
    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if sender.name == last.name and using == "default" and _is_migrated():
        from participation.accounts.services import sync_roles

        sync_roles()


def _is_migrated():
    """`migrate some_app` sends the signal too, perhaps before Wagtail and the roles have their tables."""
    needed = {apps.get_model(name)._meta.db_table for name in ("wagtailcore.Page", "accounts.RoleGrant")}
    return needed <= set(connection.introspection.table_names())
