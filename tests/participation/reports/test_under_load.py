"""Many at once, and the plug pulled in the middle: nothing acknowledged is lost, nobody gets two different mails."""

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone

from participation.base.mail.enums import MailStatus
from participation.base.mail.models import OutboxMessage
from participation.reports import services
from participation.reports.models import Category, Report, ReportEvent
from tests.factories.territory import CommuneFactory, QuartierFactory
from tests.harness.processes import Processes, wait_for
from tests.participation.reports.processes import Crowd

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8


@pytest.fixture
def quartier():
    return QuartierFactory(commune=CommuneFactory(code="MAR"), name="Canto-Perdrix", slug="canto-perdrix")


@pytest.fixture
def processes():
    running = Processes("tests.participation.reports.load_settings")
    yield running
    running.end()


def sent(folder):
    """Message-IDs by recipient, of every mail that left."""
    found = defaultdict(list)
    for path in sorted(Path(folder).glob("*.eml")):
        mail = message_from_bytes(path.read_bytes())
        found[mail["To"]].append(mail["Message-ID"])
    return found


def nothing_waits():
    return not OutboxMessage.objects.pending().exists()


def assert_references_follow(count):
    """Unique, and of one run of the counter."""
    references = list(Report.objects.order_by("reference").values_list("reference", flat=True))
    year = timezone.localdate().year % 100
    assert references == [f"MAR-{year:02d}-{number:06d}" for number in range(1, count + 1)]


def test_a_thousand_reports_by_eight_threads_while_the_worker_sends(quartier, processes, settings):
    category = Category.objects.get(key="eclairage")
    worker = processes.worker()

    def create(number):
        report = services.create_report(
            commune=quartier.commune,
            category=category,
            quartier=quartier,
            place=f"Bâtiment {number}",
            email=f"personne{number}@exemple.fr",
            token=f"{number:032x}",
        )
        return report.reference

    def create_all(numbers):
        try:
            return [create(number) for number in numbers]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        done = pool.map(create_all, [range(first, 1000, THREADS) for first in range(THREADS)])
        references = [reference for some in done for reference in some]

    assert len(set(references)) == 1000
    assert_references_follow(1000)
    assert ReportEvent.objects.count() == 1000
    wait_for(nothing_waits, worker)
    assert Counter(OutboxMessage.objects.values_list("status", flat=True)) == {MailStatus.SENT: 1000}
    mails = sent(settings.MAIL_DIR)
    assert {len(identifiers) for identifiers in mails.values()} == {1}
    assert set(mails) == {f"personne{number}@exemple.fr" for number in range(1000)}
    assert len({identifiers[0] for identifiers in mails.values()}) == 1000


def test_with_web_and_worker_killed_in_the_middle(quartier, processes, settings):
    count = 240
    web, worker = processes.web(), processes.worker()
    crowd = Crowd(processes.port, {"place": "Bâtiment C", "quartier": quartier.slug, "category": "eclairage"})
    pool, posted = crowd.post(range(count), threads=THREADS)
    with pool:
        wait_for(lambda: len(crowd.acknowledged) > count // 4, web)
        processes.kill(web)
        web = processes.web()
        wait_for(lambda: len(crowd.acknowledged) > count // 2 and len(sent(settings.MAIL_DIR)) > 20, web, worker)
        processes.kill(worker)
        second = processes.worker()
        for answer in posted:
            answer.result()
    assert crowd.refused == []
    assert crowd.sent_again > 0
    assert len(crowd.acknowledged) == count

    tokens = Counter(Report.objects.values_list("token", flat=True))
    assert set(tokens) == crowd.acknowledged
    assert set(tokens.values()) == {1}
    assert_references_follow(count)
    assert OutboxMessage.objects.count() == count

    # The clock is moved beyond the lease of the mail that the first worker had in its hands.
    in_flight = OutboxMessage.objects.pending().filter(attempts__gt=0)
    wait_for(lambda: OutboxMessage.objects.pending().filter(attempts=0).count() == 0, second)
    in_flight.update(next_attempt_at=timezone.now())
    wait_for(nothing_waits, second)
    mails = sent(settings.MAIL_DIR)
    assert set(mails) == {f"personne{number}@exemple.fr" for number in range(count)}
    twice = [identifiers for identifiers in mails.values() if len(identifiers) > 1]
    assert len(twice) <= 1
    assert all(len(identifiers) == 2 and len(set(identifiers)) == 1 for identifiers in twice)


def test_the_counter_is_locked_while_a_number_is_given():
    """What both databases promise in their own way."""
    if connection.vendor == "sqlite":
        assert connection.transaction_mode == "IMMEDIATE"
    else:
        assert connection.features.has_select_for_update
