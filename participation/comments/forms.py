from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_comments.forms import CommentSecurityForm

from participation.accounts.validators import tidy_name, validate_display_name
from participation.base.text.numbers import grouped
from participation.comments.validators import NAME_LENGTH, TEXT_LENGTH, tidy_text, validate_text
from participation.moderation.forms_guard import GuardedForm

_TEXT_EMPTY = gettext_lazy("Écrivez quelques mots.")
_LIMIT = {"length": grouped(TEXT_LENGTH)}
# Fields the person does not see: when one of them is refused, the form comes back fresh and the text stays.
_UNSEEN = ("content_type", "object_pk", "timestamp", "security_hash", "token", "website")


class WrittenText(forms.CharField):
    """Several lines of plain text, tidied; too long is counted after tidying."""

    default_validators = [validate_text]

    def __init__(self, **kwargs):
        rows = kwargs.pop("rows", 6)
        super().__init__(
            widget=forms.Textarea(attrs={"rows": rows}), error_messages={"required": _TEXT_EMPTY}, **kwargs
        )

    def to_python(self, value):
        return tidy_text(super().to_python(value))


class CommentForm(GuardedForm, CommentSecurityForm):
    """What django_comments signs (object, time) and what a comment is made of.

    An account needs neither name nor address. `website` is a trap: people do not see it.
    """

    text = WrittenText(
        label=gettext_lazy("Votre commentaire"),
        help_text=gettext_lazy("%(length)s signes au plus. N’écrivez le nom de personne.") % _LIMIT,
    )
    name = forms.CharField(
        label=gettext_lazy("Votre nom ou un surnom"),
        required=False,
        max_length=NAME_LENGTH,
        validators=[validate_display_name],
        help_text=gettext_lazy("Affiché à côté de votre texte. Laissé vide : « un·e habitant·e »."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Votre adresse e-mail"),
        max_length=254,
        help_text=gettext_lazy(
            "Jamais affichée. Elle sert à confirmer et à vous prévenir de la réponse, puis s’efface."
        ),
        error_messages={"required": gettext_lazy("Donnez une adresse e-mail : elle n’est jamais affichée.")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    website = forms.CharField(
        label=gettext_lazy("Laissez ce champ vide"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1", "class": "input"}),
    )

    def __init__(self, target_object, data=None, *, user=None):
        super().__init__(target_object, data=data, initial={"token": uuid4()}, label_suffix="")
        self.user = user
        if user is not None:
            del self.fields["name"], self.fields["email"]
        self.guard(anonymous=user is None)

    @property
    def shown(self):
        return [self[name] for name in ("text", "name", "email") if name in self.fields]

    def clean_name(self):
        return tidy_name(self.cleaned_data["name"])

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError("trap")
        return ""

    def answered(self) -> "CommentForm":
        """The form to show again: itself, or a fresh one with the same text when what one does not see was refused.

        A page left open for hours, a browser that fills in every field: nobody loses a text for that.
        """
        refused = [name for name in _UNSEEN if name in self.errors]
        if not refused:
            return self
        data = self.data.copy()
        for name, value in self.generate_security_data().items():
            data[name] = value
        data["website"] = data["proof"] = ""
        if "token" in refused:
            data["token"] = str(uuid4())
        form = type(self)(self.target_object, data, user=self.user)
        form.add_error(
            None,
            _("Votre navigateur a rempli un champ caché. Il est vidé, votre texte est gardé : envoyez de nouveau.")
            if refused == ["website"]
            else _("La page est restée ouverte longtemps. Votre texte est gardé : relisez-le et envoyez de nouveau."),
        )
        return form


class EditForm(forms.Form):
    """The same words said otherwise."""

    text = WrittenText(label=gettext_lazy("Votre commentaire"), rows=8)
