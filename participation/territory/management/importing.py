"""What the two import commands share: a file in, errors and a summary out, exit code 1 when a line was refused."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from participation.territory.importers.report import ImportReport


class ImportCommand(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FICHIER", help="Le fichier à lire ; « - » pour l’entrée standard.")
        parser.add_argument("--dry-run", action="store_true", help="Dit ce qui changerait, n’écrit rien.")

    def run(self, data: bytes, options: dict) -> ImportReport:
        raise NotImplementedError

    def handle(self, *, file, **options):
        report = self.run(self._read(file), options)
        for issue in report.in_order:
            self.stderr.write(str(issue))
        self.stdout.write(report.summary)
        if not report.ok:
            sys.exit(1)

    def _read(self, name):
        if name == "-":
            return sys.stdin.buffer.read()
        try:
            return Path(name).read_bytes()
        except FileNotFoundError as error:
            raise CommandError(f"Impossible de lire {name} : le fichier n’existe pas.") from error
        except OSError as error:
            raise CommandError(f"Impossible de lire {name} : {error.strerror}.") from error
