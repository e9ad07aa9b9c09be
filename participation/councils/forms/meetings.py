from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from participation.councils.enums import MeetingKind
from participation.councils.forms.fields import DayField, HourField, LineField, QuartiersField, TextField
from participation.territory.models import Commune, Quartier

FURTHEST = timedelta(days=3 * 365)


class MeetingForm(forms.Form):
    """A meeting as one writes it on a poster. `values()` gives what the services take."""

    title = LineField(label=_("Titre"), max_length=160, empty=_("Donnez un titre à la réunion."))
    kind = forms.ChoiceField(label=_("Nature"), choices=[(kind.value, capfirst(kind.label)) for kind in MeetingKind])
    day = DayField(label=_("Jour"))
    start = HourField(label=_("Début"))
    end = HourField(label=_("Fin"), required=False)
    place = LineField(
        label=_("Lieu"), max_length=200, required=False, help_text=_("Le bâtiment et la salle, comme sur une affiche.")
    )
    access = TextField(
        label=_("Accès"),
        max_length=1000,
        rows=3,
        required=False,
        help_text=_("Fauteuil, boucle magnétique, garde d’enfants, interprète."),
    )
    agenda = TextField(
        label=_("Ordre du jour"), max_length=4000, rows=6, required=False, help_text=_("Un point par ligne.")
    )
    is_open = forms.BooleanField(label=_("Ouverte à tous"), required=False, initial=True)

    def __init__(self, *args, meeting=None, **kwargs):
        if meeting is not None:
            kwargs["initial"] = {**_initial(meeting), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean(self):
        data = super().clean()
        day, start, end = data.get("day"), data.get("start"), data.get("end")
        if day is None or start is None:
            return data
        if not timezone.localdate() - timedelta(days=1) < day < timezone.localdate() + FURTHEST:
            self.add_error("day", _("Choisissez un jour à venir, d’ici trois ans."))
            return data
        data["starts_at"] = self._instant("start", day, start)
        data["ends_at"] = self._instant("end", day, end) if end else None
        if data["starts_at"] and data["starts_at"] < timezone.now():
            self.add_error("start", _("Cette heure est déjà passée."))
        if data["starts_at"] and data["ends_at"] and data["ends_at"] <= data["starts_at"]:
            self.add_error("end", _("La fin précède le début."))
        return data

    def _instant(self, field, day, hour):
        """On the two nights a year when clocks change, an hour may be missing or come twice."""
        try:
            return from_current_timezone(datetime.combine(day, hour))
        except ValidationError:
            self.add_error(field, _("Cette heure n’existe pas ce jour-là, à cause du changement d’heure."))
            return None

    def values(self) -> dict:
        names = ("title", "kind", "place", "access", "agenda", "is_open", "starts_at", "ends_at")
        return {name: self.cleaned_data[name] for name in names}


class EventForm(MeetingForm):
    """An open event of a commune: where it belongs is chosen too."""

    commune = forms.ModelChoiceField(Commune.objects.none(), label=_("Commune"), empty_label=None)
    quartiers = QuartiersField(
        Quartier.objects.none(),
        label=_("Quartiers"),
        required=False,
        help_text=_("Ceux où l’annoncer. Sans choix, la commune entière."),
    )

    field_order = ["title", "kind", "commune", "quartiers"]

    def __init__(self, *args, communes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = communes
        self.fields["quartiers"].queryset = (
            Quartier.objects.filter(commune__in=communes).only("name", "slug", "commune").order_by("name")
        )
        self.fields["kind"].choices = [pair for pair in self.fields["kind"].choices if pair[0] != MeetingKind.COUNCIL]

    def clean(self):
        data = super().clean()
        commune, quartiers = data.get("commune"), data.get("quartiers")
        if commune and quartiers and any(one.commune_id != commune.pk for one in quartiers):
            self.add_error("quartiers", _("Choisissez des quartiers de cette commune."))
        return data


class CancelForm(forms.Form):
    reason = LineField(
        label=_("Pourquoi elle n’a pas lieu"),
        max_length=300,
        help_text=_("Une phrase, publiée et envoyée aux membres."),
        empty=_("Écrivez une phrase : des gens comptaient venir."),
    )


def _initial(meeting) -> dict:
    start = timezone.localtime(meeting.starts_at)
    end = timezone.localtime(meeting.ends_at) if meeting.ends_at else None
    names = ("title", "kind", "place", "access", "agenda", "is_open")
    return {
        **{name: getattr(meeting, name) for name in names},
        "day": start.date(),
        "start": start.time(),
        "end": end.time() if end else None,
    }
