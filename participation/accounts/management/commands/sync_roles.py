from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from participation.accounts.services import sync_roles


class Command(BaseCommand):
    help = "Make groups, their permissions and access to the admin follow the roles of today."

    def handle(self, *args, **options):
        self.stdout.write(_("%(count)d compte(s) mis à jour.") % {"count": sync_roles()})
