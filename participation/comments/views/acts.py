"""What a person may do with one comment on the desk, with the forms it takes."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from participation.comments import rules, selectors
from participation.comments.enums import State
from participation.comments.forms_desk import AnswerForm, CorrectionForm, ReassignForm
from participation.comments.services import answer_officially, correct_answer, reassign_comment
from participation.comments.services.screening import into_queue
from participation.comments.services.steps import locked
from participation.comments.workflow import IllegalTransition
from participation.moderation.enums import Rule


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in a sentence, and where to go on; the list by default."""

    sentence: str
    url: str = ""


class Acts:
    """Forms are bound to what was posted, once `do` has read it. A form is None where one may not do this now."""

    def __init__(self, user, comment):
        self.user, self.comment = user, comment
        self.answered = hasattr(comment, "official_answer")
        self.partner = comment.partner if rules.acts_for_partner(user, comment) else None
        may_answer = rules.can_answer_comment(user, comment)
        self.may_answer = may_answer and not self.answered
        self.may_correct = self.answered and rules.can_correct_answer(user, comment, comment.official_answer)
        self.may_reassign = self.may_answer and comment.answer_by is not None
        self.may_hold = may_answer
        self.held = comment.state == State.HELD
        self.answer_form, self.correction_form, self.reassign_form = None, None, None
        if self.may_answer:
            self.answer_form = self._answer_form(None)
        if self.may_correct:
            self.correction_form = self._correction_form(None)
        if self.may_reassign:
            self.reassign_form = self._reassign_form(None)

    def _answer_form(self, data):
        service = self.comment.service or selectors.city_name()
        return AnswerForm(data, partner=self.partner, service=service)

    def _correction_form(self, data):
        answer = self.comment.official_answer
        return CorrectionForm(data, initial={"text": answer.text, "version": answer.versions.count() + 1})

    def _reassign_form(self, data):
        return ReassignForm(data, comment=self.comment, only_city=self.partner is not None)

    def do(self, action, data) -> Done | None:
        """None where a form needs another look. Raises Http404 for what one may not do, IllegalTransition for what
        somebody else did in between."""
        acts = {"answer": self._answer, "correct": self._correct, "reassign": self._reassign, "hold": self._hold}
        if action not in acts or self.comment.state not in rules.MODERATED:
            raise Http404
        # A right that is there, on a comment that moved on meanwhile, deserves its sentence; a missing one is a 404.
        if self.comment.state == State.PUBLISHED and not rules.can_answer_comment(self.user, self.comment):
            raise Http404
        return acts[action](data)

    def _answer(self, data):
        self.answer_form = form = self._answer_form(data)
        if not form.is_valid():
            return None
        answer_officially(
            comment=self.comment,
            by=self.user,
            text=form.cleaned_data["text"],
            service=form.cleaned_data.get("service", ""),
            partner=self.partner,
        )
        return Done(_("La réponse est publiée sous le commentaire. La personne est prévenue."))

    def _correct(self, data):
        if not self.answered:
            raise IllegalTransition(_("Ce commentaire n’a pas encore de réponse."))
        if not self.may_correct:
            raise Http404
        self.correction_form = form = self._correction_form(data)
        if not form.is_valid():
            return None
        try:
            correct_answer(
                answer=self.comment.official_answer,
                by=self.user,
                text=form.cleaned_data["text"],
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            form.add_error("text", error)
            return None
        return Done(_("La réponse est corrigée. La page dit que c’est d’aujourd’hui."), self._here)

    def _reassign(self, data):
        self.reassign_form = form = self._reassign_form(data)
        if not form.is_valid():
            return None
        said = form.cleaned_data
        try:
            reassign_comment(
                comment=self.comment,
                by=self.user,
                partner=form.partner,
                service=said["service"],
                reason=said["reason"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return None
        who = form.partner or said["service"] or _("la Ville")
        return Done(_("Le commentaire est confié à : %(who)s. Le jour promis ne change pas.") % {"who": who})

    def _hold(self, data):
        """Whether it stays is for the moderators: it goes into their queue, and stays visible until they decide."""
        with transaction.atomic():
            comment = locked(self.comment)
            if comment.state != State.PUBLISHED:
                raise IllegalTransition(_("Ce commentaire n’est plus publié."))
            into_queue(comment, (Rule.FLAGGED,), None)
        return Done(_("Le commentaire est dans la file de modération."), self._queue)

    @property
    def _here(self):
        return reverse("comments:desk-detail", args=[self.comment.pk])

    @property
    def _queue(self):
        return reverse("moderation:queue") if rules.can_moderate_comment(self.user, self.comment) else self._here
