from django.db import transaction

from participation.moderation.models import Appeal, Ban, Case, Flag


@transaction.atomic
def erase_author(*, keys) -> None:
    """Somebody leaves: what they contested, their flags and every print of theirs go. What was sealed is kept as long
    as the law needs it, and nobody can tell whose it was but by its words. May run twice."""
    account, address = keys
    cases = Case.objects.filter(author_key__in=keys)
    Appeal.objects.filter(case__in=cases).update(text="")
    cases.update(author_key="", reason="", edited_text="")
    Flag.objects.filter(who__in=keys).delete()
    # The account is gone for good; the address could write again at once.
    Ban.objects.filter(author_key=account).update(author_key=address)
