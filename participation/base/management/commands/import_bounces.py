import mailbox
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from participation.base.mail import dsn


class Command(BaseCommand):
    help = "Lit les avis de non-remise d’une boîte mbox ou d’un message (.eml) et met en pause les adresses mortes."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FICHIER", help="boîte mbox, ou un seul message")

    def handle(self, *, file, **options):
        path = Path(file)
        if not path.is_file():
            raise CommandError(_("Fichier introuvable : %(path)s.") % {"path": path})
        noted = paused = ignored = 0
        for number, message in enumerate(_messages(path), 1):
            try:
                with transaction.atomic():
                    paused += dsn.note(message)
                noted += 1
            except (dsn.NotABounce, ValidationError) as error:
                ignored += 1
                reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                self.stderr.write(
                    _("Message %(number)s : %(reason)s.") % {"number": number, "reason": reason.rstrip(".")}
                )
        self.stdout.write(
            _("Avis lus : %(noted)s. Adresses mises en pause : %(paused)s. Messages ignorés : %(ignored)s.")
            % {"noted": noted, "paused": paused, "ignored": ignored}
        )


def _messages(path):
    """One after the other: a box may be large. What does not begin as an mbox is one message."""
    with path.open("rb") as file:
        is_box = file.read(5) == b"From "
    if not is_box:
        yield dsn.parse(path.read_bytes())
        return
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield dsn.parse(box.get_bytes(key))
    finally:
        box.close()
