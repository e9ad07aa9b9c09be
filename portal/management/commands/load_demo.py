import logging
from argparse import ArgumentTypeError
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from participation.base.calendar import today
from portal.demo.errors import DataError
from portal.demo.loader import AlreadyThere, load_demo


class Command(BaseCommand):
    help = "Charge une fois la démonstration dans une base vide. --replace remet ses lignes comme au premier jour."

    def add_arguments(self, parser):
        parser.add_argument("--day", type=_day, help="le jour de la démonstration, AAAA-MM-JJ (aujourd’hui)")
        parser.add_argument(
            "--replace", action="store_true", help="récrit les lignes de la démonstration, et elles seules"
        )

    def handle(self, *args, day=None, replace=False, verbosity=1, **options):
        if not settings.DEMO:
            raise CommandError("La démonstration ne se charge que si le réglage DEMO est vrai, jamais en production.")
        day = day or today()
        wagtail_log = logging.getLogger("wagtail")
        level = wagtail_log.level
        if verbosity < 2:
            wagtail_log.setLevel(logging.WARNING)  # three lines a page otherwise
        try:
            lines = _lines(day, load_demo(day, replace=replace))
        except AlreadyThere as already:
            lines = [str(already)]
        except DataError as error:
            raise CommandError(f"Rien n’est chargé. {error}") from error
        finally:
            wagtail_log.setLevel(level)
        if verbosity:
            self.stdout.write("\n".join(lines))


def _lines(day, report):
    yield f"Démonstration chargée au {day:%d/%m/%Y}."
    for title, counter in (
        ("", report.written),
        ("Laissé tel quel, car ces lignes ne sont pas à la démonstration ou servent à quelqu’un :", report.left),
        ("Retiré :", report.removed),
    ):
        if title and counter:
            yield title
        for name, count in sorted(counter.items()):
            yield f"  {name} : {count}"


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"« {text} » n’est pas un jour écrit AAAA-MM-JJ") from error
