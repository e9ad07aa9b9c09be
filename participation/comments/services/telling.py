"""What is told, and to whom: the writer whose comment was read, those who follow the thread, the one replied to.

An event never holds what somebody wrote, nor a name: what is taken away later must not stay in a mailbox's list.
"""

from participation.comments.notices import NEW, PUBLISHED, REPLY
from participation.comments.selectors import permalink, place_of, thread_key
from participation.notifications.services import notify, recipient_of


def writer_of(comment):
    """The writer as somebody one may tell, or None: no address left, or one nobody confirmed."""
    if comment.user_id is not None:
        return recipient_of(user=comment.user) if comment.user.is_active else None
    if comment.user_email and comment.confirmed_at is not None:
        return recipient_of(email=comment.user_email, confirmed=True)
    return None


def tell_writer(comment, due: str, at) -> None:
    """It is published: only where somebody had to read it first, who sees it at once needs no mail."""
    place, writer = place_of(comment), writer_of(comment)
    if place is not None and writer is not None:
        notify(
            PUBLISHED,
            key=f"comment-{comment.pk}-published",
            url=permalink(comment, place),
            words={"title": place.title, "due": due},
            people=[writer],
            at=at,
        )


def tell_thread(comment, at) -> None:
    """Something new stands there: to the followers; a reply also to who wrote the comment it answers."""
    place = place_of(comment)
    if place is None:
        return
    name, people = NEW, []
    if comment.reply_to_id is not None:
        name, first = REPLY, comment.reply_to
        own = comment.user_id is not None and first.user_id == comment.user_id
        own = own or (bool(comment.user_email) and first.user_email.lower() == comment.user_email.lower())
        writer = None if own else writer_of(first)
        people = [writer] if writer is not None else []
    notify(
        name,
        key=f"comment-{comment.pk}-{name.rpartition('/')[2]}",
        url=permalink(comment, place),
        words={"title": place.title},
        topics=[("fil", thread_key(comment))],
        people=people,
        at=at,
    )
