"""A file is read on trial first: its report is shown, nothing is written. A second, deliberate answer writes it."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from participation.accounts.rules import can_manage_territory
from participation.territory.services import ANCT_SOURCE, import_perimeters, import_residences

FOLDER = "imports"
MAX_BYTES = 25 * 1024 * 1024
KEEP = timedelta(hours=2)
SHOWN_AT_MOST = 200
_SALT = "cms.admin.imports"


class UploadForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Fichier"))
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Le document d’où viennent ces données, dit sur les pages."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("Ce fichier pèse plus de %d Mo.") % (MAX_BYTES // 1024**2))
        return file


class PerimetersForm(UploadForm):
    source = forms.CharField(label=gettext_lazy("Source"), max_length=200, initial=ANCT_SOURCE)
    create = forms.BooleanField(
        label=gettext_lazy("Créer les quartiers prioritaires qui manquent dans nos communes"), required=False
    )


def _perimeters(data, options, dry_run):
    return import_perimeters(data, create=options["create"], source=options["source"], dry_run=dry_run)


def _residences(data, options, dry_run):
    return import_residences(data, source=options["source"], dry_run=dry_run)


@dataclass(frozen=True, slots=True)
class Kind:
    title: str
    help: str
    form: type
    run: object


KINDS = {
    "residences": Kind(
        gettext_lazy("Importer des résidences"),
        gettext_lazy(
            "Un tableau CSV avec les colonnes nom;bailleur;code_insee;quartier;logements;adresse;latitude;longitude, "
            "dans n’importe quel ordre. Les communes, quartiers et bailleurs doivent déjà exister."
        ),
        UploadForm,
        _residences,
    ),
    "perimetres": Kind(
        gettext_lazy("Importer des périmètres"),
        gettext_lazy(
            "Un fichier GeoJSON de l’ANCT (quartiers prioritaires 2024, degrés WGS 84). Les quartiers sont reconnus à "
            "leur code QPV ; ceux des autres communes sont ignorés."
        ),
        PerimetersForm,
        _perimeters,
    ),
}


def _kind(request, name):
    """Imports touch every commune at once, so they ask for the right over the whole portal."""
    if not can_manage_territory(request.user):
        raise PermissionDenied
    if name not in KINDS:
        raise Http404
    return KINDS[name]


@require_http_methods(["GET", "POST"])
def upload(request, name):
    kind = _kind(request, name)
    form = kind.form(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        options = {key: value for key, value in form.cleaned_data.items() if key != "file"}
        data = form.cleaned_data["file"].read()
        report = kind.run(data, options, dry_run=True)
        token = signing.dumps({"file": _put_aside(data), "kind": name, **options}, salt=_SALT)
        return _page(request, kind, report=report, token=token, name=name)
    return _page(request, kind, form=form, name=name)


@require_POST
def confirm(request, name):
    kind = _kind(request, name)
    storage = storages["private"]
    try:
        options = signing.loads(request.POST.get("token", ""), salt=_SALT, max_age=KEEP)
        if options["kind"] != name:
            raise signing.BadSignature
        with storage.open(options["file"]) as file:
            data = file.read()
    except (signing.BadSignature, FileNotFoundError):
        messages.error(request, _("Cet essai a expiré : envoyez le fichier à nouveau."))
        return redirect("imports:upload", name)
    report = kind.run(data, options, dry_run=False)
    storage.delete(options["file"])
    return _page(request, kind, report=report, name=name)


def _put_aside(data: bytes) -> str:
    """Keep the file between the two answers, where no address leads; forgotten ones go with the next import."""
    storage = storages["private"]
    if storage.exists(FOLDER):
        for name in storage.listdir(FOLDER)[1]:
            if storage.get_modified_time(f"{FOLDER}/{name}") < timezone.now() - KEEP:
                storage.delete(f"{FOLDER}/{name}")
    return storage.save(f"{FOLDER}/{get_random_string(24)}", ContentFile(data))


def _page(request, kind, *, name, form=None, report=None, token=""):
    context = {
        "kind": kind,
        "name": name,
        "form": form,
        "report": report,
        "issues": report.in_order[:SHOWN_AT_MOST] if report else [],
        "hidden_issues": max(len(report.issues) - SHOWN_AT_MOST, 0) if report else 0,
        "token": token,
        "header_title": kind.title,
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": reverse("imports:index"), "label": _("Importer")},
            {"url": "", "label": kind.title},
        ],
    }
    return TemplateResponse(request, "wagtailadmin/portal/import.html", context)


@require_http_methods(["GET"])
def index(request):
    if not can_manage_territory(request.user):
        raise PermissionDenied
    context = {
        "kinds": KINDS,
        "header_title": _("Importer"),
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Accueil")},
            {"url": "", "label": _("Importer")},
        ],
    }
    return TemplateResponse(request, "wagtailadmin/portal/imports.html", context)


class ImportsMenuItem(MenuItem):
    def is_shown(self, request):
        return can_manage_territory(request.user)


class ImportsViewSet(ViewSet):
    icon = "upload"
    menu_label = gettext_lazy("Importer")
    menu_item_class = ImportsMenuItem

    def get_urlpatterns(self):
        return [
            path("", index, name="index"),
            path("<slug:name>/", upload, name="upload"),
            path("<slug:name>/confirmer/", confirm, name="confirm"),
        ]
