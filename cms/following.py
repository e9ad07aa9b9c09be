"""Following a page: a fiche projet, a convention, a piece of news."""

from django.utils.translation import gettext_lazy as _

from cms.models import ConventionPage, NewsPage, ProjectPage
from cms.visibility import visible
from participation.notifications.following import numbers, readable
from participation.notifications.registry import register_topic


def register() -> None:
    register_topic(
        "fiche",
        label=_("Les fiches projets que je suis"),
        find=_public(ProjectPage),
        about=_("chaque étape tenue, et les réponses aux commentaires"),
    )
    register_topic(
        "convention",
        label=_("Les conventions que je suis"),
        find=_public(ConventionPage),
        about=_("chaque étape tenue de ses actions, et les réponses aux commentaires"),
    )
    register_topic(
        "actualite",
        label=_("Les actualités que je suis"),
        find=_public(NewsPage),
        about=_("les réponses aux commentaires"),
    )


def _public(model):
    def find(keys):
        found = visible(model.objects.filter(pk__in=numbers(keys)))
        return readable((str(page.pk), page.title, page.get_absolute_url()) for page in found)

    return find
