"""What a moderator decides, what an author contests, what a reader alerts to."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from participation.moderation.enums import Ground
from participation.moderation.validators import APPEAL_LENGTH, REASON_LENGTH, TEXT_LENGTH, tidy_text

BAN_DAYS = (1, 7, 30, 90)
COLUMNS, ROWS = 8, 8


class Words(forms.CharField):
    """Several lines of plain text, tidied before they are counted."""

    def __init__(self, *, rows=3, **kwargs):
        kwargs.setdefault("error_messages", {"required": _("Écrivez quelques mots.")})
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value):
        return tidy_text(super().to_python(value))


class GroundField(forms.ChoiceField):
    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Règle de la charte"))
        super().__init__(
            choices=[(ground.value, ground.label) for ground in Ground],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choisissez la règle de la charte.")},
            **kwargs,
        )


class RefuseForm(forms.Form):
    prefix = "refus"
    ground = GroundField(help_text=_("Le message ou la photo :"))
    reason = Words(
        label=_("Vos mots à l’auteur"),
        required=False,
        max_length=REASON_LENGTH,
        help_text=_("Envoyés avec la règle et la manière de contester. Dites ce qu’il faudrait changer."),
    )


class EditForm(forms.Form):
    prefix = "texte"
    text = Words(
        label=_("Le texte qui sera publié"),
        rows=6,
        max_length=TEXT_LENGTH,
        help_text=_("Ôtez les données personnelles, rien d’autre. L’auteur est prévenu."),
        error_messages={"required": _("Il ne reste rien à publier : choisissez plutôt « Ne pas publier ».")},
    )


class SealForm(forms.Form):
    prefix = "scelle"
    ground = GroundField(help_text=_("Ce qui oblige à garder ce texte :"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        grave = (Ground.THREAT, Ground.INSULT, Ground.DISCRIMINATION, Ground.PRIVACY)
        self.fields["ground"].choices = [(one.value, one.label) for one in grave]


class BanForm(forms.Form):
    ground = GroundField(help_text=_("Cette personne :"))
    days = forms.TypedChoiceField(
        label=_("Pendant"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une durée.")},
    )
    sure = forms.BooleanField(
        label=_("J’ai vérifié : d’ici là, cette personne ne pourra plus rien envoyer."),
        error_messages={"required": _("Cochez la case pour confirmer.")},
    )

    def __init__(self, *args, proposed: int, **kwargs):
        """`proposed`: the days the settings name, one choice among the usual ones."""
        super().__init__(*args, initial={"days": proposed}, **kwargs)
        self.fields["days"].choices = [
            (days, ngettext("%(n)s jour", "%(n)s jours", days) % {"n": days}) for days in sorted({*BAN_DAYS, proposed})
        ]


class BlurForm(forms.Form):
    """Cells of a grid laid over the picture, row by row; any browser can tick them."""

    zones = forms.TypedMultipleChoiceField(
        label=_("Zones à flouter"),
        choices=[(f"{row}-{column}", "") for row in range(ROWS) for column in range(COLUMNS)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Cochez au moins une zone de la photo."),
            "invalid_choice": _("Cette zone n’existe pas."),
        },
    )
    sure = forms.BooleanField(
        label=_("J’ai vérifié : la photo d’origine sera détruite."),
        error_messages={"required": _("Cochez la case pour confirmer.")},
    )

    @property
    def ticked(self) -> set[str]:
        return set(self["zones"].value() or ())

    @property
    def boxes(self) -> list[tuple[int, int, int, int]]:
        """(left, top, right, bottom) in thousandths; neighbours on one line are one box."""
        chosen = sorted(tuple(map(int, zone.split("-"))) for zone in self.cleaned_data["zones"])
        runs = []
        for row, column in chosen:
            if runs and runs[-1][0] == row and runs[-1][2] == column:
                runs[-1][2] = column + 1
            else:
                runs.append([row, column, column + 1])
        return [
            (first * 1000 // COLUMNS, row * 1000 // ROWS, end * 1000 // COLUMNS, (row + 1) * 1000 // ROWS)
            for row, first, end in runs
        ]


class AppealForm(forms.Form):
    text = Words(
        label=_("Pourquoi vous n’êtes pas d’accord"),
        rows=6,
        max_length=APPEAL_LENGTH,
        help_text=_("2 000 signes au plus. Lu par une autre personne que celle qui a décidé."),
    )


class FlagForm(forms.Form):
    """`website` is a trap: people do not see it."""

    ground = GroundField(label=_("Ce qui ne va pas"), help_text=_("Ce message ou cette photo :"))
    website = forms.CharField(
        label=_("Laissez ce champ vide"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
