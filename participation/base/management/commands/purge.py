from datetime import UTC, datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participation.base.privacy import purge


class Command(BaseCommand):
    help = "Liste les données arrivées au terme de leur durée de conservation ; les élimine avec --apply."

    def add_arguments(self, parser):
        parser.add_argument("--apply", action="store_true", help="éliminer vraiment (sans cette option : lister)")
        parser.add_argument("--now", metavar="ISO", help="faire comme si l’on était à cet instant")
        parser.add_argument("--only", metavar="NOM", help="une seule des purges enregistrées")

    def handle(self, *, apply, now, only, **options):
        instant = self._instant(now)
        if only and only not in purge.names():
            raise CommandError(_("Purge inconnue : %(name)s.") % {"name": only})
        if apply and instant > timezone.now() and not settings.DEMO:
            raise CommandError(_("--apply avec une date à venir éliminerait des données qu’il faut encore garder."))
        removed = 0
        for proposal in purge.proposals(instant, only):
            self._print(proposal)
            if apply and proposal.items:
                removed += proposal.purge.apply(proposal.items)
        if apply:
            self.stdout.write(
                ngettext("%(count)s ligne éliminée.", "%(count)s lignes éliminées.", removed) % {"count": removed}
            )
        else:
            self.stdout.write(_("Rien n’a été éliminé : relancez avec --apply."))

    def _instant(self, text):
        if text is None:
            return timezone.now()
        try:
            instant = datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(_("Date illisible : %(text)s (attendu : 2026-03-24T10:00).") % {"text": text}) from error
        if timezone.is_naive(instant):
            instant = timezone.make_aware(instant)
        return instant.astimezone(UTC)

    def _print(self, proposal):
        self.stdout.write(f"{proposal.purge.name} :")
        if not proposal.items:
            self.stdout.write("  " + _("rien à éliminer"))
        for item in proposal.items:
            self.stdout.write(f"  {item.count} × {item.what}{_span(item)}")
            self.stdout.write(f"    {item.why}")


def _span(item):
    if item.oldest is None:
        return ""
    days = {f"{timezone.localtime(instant):%d/%m/%Y}": None for instant in (item.oldest, item.newest or item.oldest)}
    return " (" + " – ".join(days) + ")"
