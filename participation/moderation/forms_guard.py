"""A form that anybody may send: in a rush it asks the browser for a proof of work, and never refuses for want of it."""

import json

from django import forms

from participation.base.limits.load import asks_proof, count_message
from participation.base.limits.proof import challenge, is_proof
from participation.moderation.enums import Rule

SCOPE = "messages"


class ProofField(forms.Field):
    """Whatever comes is accepted here and judged later: a proof that is wrong costs time, never the message."""

    widget = forms.HiddenInput

    def __init__(self):
        super().__init__(required=False)

    def to_python(self, value):
        return value if isinstance(value, str) else ""


class GuardedForm(forms.Form):
    """The form calls `self.guard(anonymous=…)` at the end of its `__init__`; the page shows `form.proof` among the
    hidden fields and, where `form.asks_proof`, loads `js/proof.js`. Not for a page that is cached for everybody.

    The view asks `form.proof_verdict()` once, when the form is valid and before its transaction.
    """

    proof = ProofField()
    asks_proof = False
    _anonymous = False
    _verdict = ()

    def guard(self, *, anonymous: bool) -> None:
        """People with an account are known: nothing is asked of them."""
        self._anonymous = anonymous
        if not anonymous:
            del self.fields["proof"]
            return
        self.asks_proof = asks_proof(SCOPE)
        if self.asks_proof:
            self.fields["proof"].widget.attrs["data-proof"] = json.dumps(challenge())

    def proof_verdict(self) -> Rule | None:
        """Rule.NO_PROOF for a message that came in a rush without a proof, for `screen(…).plus(…)`; counts it."""
        if self._verdict == ():
            self._verdict = self._judged()
        return self._verdict

    def _judged(self):
        if not self._anonymous:
            return None
        count_message(SCOPE)
        if not self.asks_proof or is_proof(self.cleaned_data.get("proof", "")):
            return None
        return Rule.NO_PROOF
