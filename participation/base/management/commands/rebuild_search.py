from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from participation.base.search.services import rebuild


class Command(BaseCommand):
    help = "Refait l’index de la recherche d’après ce que le public peut lire. Peut être lancé à tout moment."

    def handle(self, *, verbosity, **options):
        def progress(label, done, total):
            if verbosity > 1:
                self.stdout.write(f"  {label} : {done} / {total}")

        rebuilt = rebuild(progress)
        for source in rebuilt:
            if verbosity:
                self.stdout.write(f"{source.label} : {source.entries}")
        wrong = [source.label for source in rebuilt if not source.complete]
        if wrong:
            # Someone wrote meanwhile: the nightly run, or another call, finds the rest.
            raise CommandError(_("Lignes et entrées ne s’accordent pas : %(labels)s.") % {"labels": ", ".join(wrong)})
