"""What happens around a page while it is edited: advice after saving, pillars that stay where they are."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from cms.models import BudgetStatement, Milestone, Signatory, Theme
from cms.reading import LONG_SENTENCE, advise
from cms.validators import FRONT_PAGE_DEPTH, validate_free_path

_SHOWN_AT_MOST = 3
_FACTS_OF_PAGES = ((Theme, "page"), (Signatory, "page"), (BudgetStatement, "page"), (Milestone, "project"))


def advise_on_reading(request, page):
    """After saving, never before: advice does not stand in the way. Not on each autosave."""
    if not request.accepts("text/html"):
        return
    advice = advise(page)
    if advice.long:
        count = len(advice.long)
        text = ngettext(
            "%(count)d phrase dépasse %(words)d mots, par exemple « %(start)s… ».",
            "%(count)d phrases dépassent %(words)d mots, par exemple « %(start)s… ».",
            count,
        )
        start = " ".join(advice.long[0].split()[:8])
        messages.warning(request, text % {"count": count, "words": LONG_SENTENCE, "start": start})
    if advice.missing:
        count = len(advice.missing)
        names = ", ".join(advice.missing[:_SHOWN_AT_MOST]) + ("…" if count > _SHOWN_AT_MOST else "")
        text = ngettext(
            "%(count)d point de la fiche est vide : %(names)s.",
            "%(count)d points de la fiche sont vides : %(names)s.",
            count,
        )
        messages.warning(request, text % {"count": count, "names": names})


def keep_pillar(request, page, *args):
    """The front page and the indexes carry the addresses of all others."""
    if getattr(page.specific_class, "is_pillar", False):
        messages.error(request, _("« %s » porte l’adresse d’autres pages : elle reste où elle est.") % page)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def keep_facts(request, page):
    """A page is not deleted from above its facts: they would go without a line in their history."""
    count = sum(
        model.objects.filter(**{f"{to_page}__path__startswith": page.path}).count()
        for model, to_page in _FACTS_OF_PAGES
    )
    if not count:
        return None
    text = ngettext(
        "« %(page)s » porte %(count)d fait (étape, thème, signataire ou montant). Dépubliez la page, ou supprimez-le "
        "d’abord.",
        "« %(page)s » porte %(count)d faits (étapes, thèmes, signataires, montants). Dépubliez la page, ou "
        "supprimez-les d’abord.",
        count,
    )
    messages.error(request, text % {"page": page, "count": count})
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def keep_address_free(request, page, parent=None):
    """Copying and moving to the top do not ask the page's form. `parent`: given by a move, chosen in a copy's form."""
    if request.method != "POST":
        return None
    slug = page.slug if parent else request.POST.get("new_slug", "")
    if parent is None:
        chosen = request.POST.get("new_parent_page", "")
        parent = Page.objects.filter(pk=chosen).first() if chosen.isdecimal() else page.get_parent()
    if parent is None or parent.depth != FRONT_PAGE_DEPTH:
        return None
    try:
        validate_free_path(slug)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def keep_pillars(request, action_type, pages, action_class_instance):
    """The same for several pages at once."""
    if action_type not in ("delete", "unpublish", "move"):
        return None
    for page in pages:
        response = keep_pillar(request, page) or (keep_facts(request, page) if action_type == "delete" else None)
        if response:
            return response
    return None
