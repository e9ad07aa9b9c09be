import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV, run_with_reloader
from django.utils.crypto import get_random_string
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend

from participation.base.worker.runner import PortalWorker


class Command(BaseCommand):
    help = "Exécute les tâches, envoie les courriels et tient le calendrier des travaux planifiés."
    # They import every address and form of the site: 18 MB and half a second that the work does not need.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="faire ce qui est dû, puis s’arrêter")
        parser.add_argument("--queues", default="*", help="files à traiter, séparées par des virgules (toutes)")
        parser.add_argument("--interval", type=float, default=1, help="secondes entre deux regards sur la file (1)")
        parser.add_argument("--reload", action="store_true", help="redémarrer quand le code change")

    def handle(self, *, once, queues, interval, reload, **options):
        if not isinstance(task_backends["default"], DatabaseBackend):
            raise CommandError(_("Le réglage TASKS ne garde pas les tâches en base : il n’y a rien à exécuter."))
        if not 0 < interval <= settings.WORKER_STALE_SECONDS:
            raise CommandError(_("--interval doit être compris entre 0 et WORKER_STALE_SECONDS."))
        autodiscover_modules("jobs")
        worker = PortalWorker(worker_id=get_random_string(32), interval=interval, queue_names=queues.split(","))
        if once:
            worker.run_once()
        elif reload:
            if os.environ.get(DJANGO_AUTORELOAD_ENV) == "true":
                worker.configure_signals()
            run_with_reloader(worker.run)
        else:
            worker.configure_signals()
            worker.run()
