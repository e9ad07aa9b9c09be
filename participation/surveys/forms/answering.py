from django import forms
from django.utils.translation import gettext_lazy as _

from participation.surveys.enums import QuestionKind
from participation.surveys.validators import SCALE, TEXT_LENGTH, validate_free_text

# Not the empty value: browsers would tick it from the start, and so answer for people.
NO_ANSWER = ("-", _("Je préfère ne pas répondre"))
EMAIL_LENGTH = 254


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=_("Votre adresse e-mail"),
        max_length=EMAIL_LENGTH,
        help_text=_(
            "Nous y envoyons un lien pour répondre. Elle sert à ne compter qu’une réponse par personne : "
            "elle n’est ni publiée, ni gardée avec vos réponses."
        ),
        error_messages={
            "required": _("Écrivez votre adresse e-mail."),
            "invalid": _("Écrivez une adresse entière, par exemple prenom@exemple.fr."),
        },
    )


class AnswerForm(forms.Form):
    """One field a question. `answers()` is what `services.submit_answers` takes."""

    def __init__(self, *args, questions, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[_name(question)] = _field(question)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(value not in (None, "") for value in cleaned.values()):
            raise forms.ValidationError(_("Répondez au moins à une question."))
        return cleaned

    def answers(self) -> dict:
        found = {question.pk: self.cleaned_data.get(_name(question)) for question in self.questions}
        return {pk: value for pk, value in found.items() if value not in (None, "")}


def _name(question):
    return f"q{question.pk}"


def _field(question):
    common = {"label": question.text, "help_text": _hint(question), "required": question.required}
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(
            widget=forms.Textarea(attrs={"rows": 4}),
            max_length=TEXT_LENGTH,
            validators=[validate_free_text],
            error_messages={"required": _("Écrivez votre réponse.")},
            **common,
        )
    if question.kind == QuestionKind.SCALE:
        choices = [(mark, _mark(question, mark)) for mark in SCALE]
        required = _("Choisissez une note de 1 à 5.")
    else:
        choices = [(choice.pk, choice.label) for choice in question.choices.all()]
        required = _("Choisissez une réponse.")
    if not question.required:
        choices.append(NO_ANSWER)
    scale = {"data-scale": ""} if question.kind == QuestionKind.SCALE else {}
    return forms.TypedChoiceField(
        choices=choices,
        coerce=_answered,
        empty_value=None,
        widget=forms.RadioSelect(attrs=scale),
        error_messages={"required": required, "invalid_choice": _("Choisissez une des réponses proposées.")},
        **common,
    )


def _answered(value):
    return None if value == NO_ANSWER[0] else int(value)


def _mark(question, mark):
    ends = {SCALE[0]: question.low_label, SCALE[-1]: question.high_label}
    return f"{mark}, {ends[mark]}" if mark in ends else str(mark)


def _hint(question):
    if question.kind == QuestionKind.TEXT:
        words = _("N’écrivez ni nom ni adresse. Le service lit ce texte ; il n’est pas publié.")
        return f"{question.help_text} {words}" if question.help_text else words
    return question.help_text
