"""Many people at the same moment."""

import threading
from uuid import uuid4

import pytest
from django.db import connections

from participation.base.mail.models import OutboxMessage
from participation.comments.enums import State
from participation.comments.models import PublicComment
from participation.comments.selectors import thread
from participation.comments.services import write_comment
from tests.factories.cms import ProjectPageFactory
from tests.factories.comments import PublicCommentFactory, known_writer

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count, act):
    """Run `act(n)` in that many threads, eight of them at the same time; raises what one of them raised."""
    errors, gate = [], threading.Barrier(8)
    numbers = iter(range(count))
    lock = threading.Lock()

    def work():
        gate.wait()
        try:
            while True:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                act(number)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if errors:
        raise errors[0]


def test_sixty_replies_keep_their_order_and_their_place(settings):
    settings.COMMENTS_REPLIES_SHOWN = 60
    fiche, author = ProjectPageFactory(), known_writer()
    roots = [PublicCommentFactory(target=fiche) for _ in range(2)]
    stored, lock = [], threading.Lock()

    def reply(number):
        comment = write_comment(target=fiche, text=f"Réponse {number}.", user=author, parent=roots[number % 2])
        with lock:
            stored.append((comment.pk, comment.reply_to_id, comment.comment))

    at_once(60, reply)
    shown = [
        (reply.pk, comment.pk, reply.text) for comment in reversed(thread(fiche).comments) for reply in comment.replies
    ]
    assert len({pk for pk, _root, _text in stored}) == 60, "each has a place of its own"
    assert shown == sorted(stored, key=lambda one: (one[1], one[0])), "in the order in which they were stored"
    assert thread(fiche).comments == thread(fiche).comments


def test_the_same_form_sent_eight_times_is_one_comment_and_one_mail():
    fiche, token = ProjectPageFactory(), uuid4()
    at_once(8, lambda number: write_comment(target=fiche, text="Bonjour.", email="luc@exemple.fr", token=token))
    assert PublicComment.objects.get().state == State.AWAITING_CONFIRMATION
    assert OutboxMessage.objects.count() == 1
