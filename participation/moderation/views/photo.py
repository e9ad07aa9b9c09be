"""/agents/moderation/<pk>/photo/<key>/: tick what must not be seen. Its file comes from the app that has it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from participation.base.desk.access import desk_page
from participation.base.media.images import BadImage
from participation.moderation import rules, services
from participation.moderation.forms import COLUMNS, ROWS, BlurForm
from participation.moderation.services import IllegalTransition
from participation.moderation.views import narrowing, words
from participation.moderation.views.case import complain, found
from participation.moderation.views.queue import trail


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page(rules.can_enter_moderation)
def photo(request, pk, key):
    now, page = timezone.now(), found(request, pk)
    shown = next((one for one in page.item.photos if one.key == key), None) if page.item else None
    if shown is None or not page.can_decide or not words.may_blur(page.case.kind):
        raise Http404
    values = narrowing.asked(request.GET)
    form, status, refusal = BlurForm(request.POST if request.method == "POST" else None), 200, ""
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.blur(case=page.case, photo=key, boxes=form.boxes, by=request.user, at=now)
            except (IllegalTransition, BadImage) as error:
                refusal, status = str(error), 409
            except ValidationError as error:
                complain(form, error)
            else:
                messages.success(request, _("Les zones sont floutées. La photo d’origine est détruite."))
                return redirect(narrowing.address(reverse("moderation:case", args=[pk]), values))
    case_url = narrowing.address(reverse("moderation:case", args=[pk]), values)
    context = {
        "trail": trail({"label": _("n° %(number)s") % {"number": pk}, "url": case_url}),
        "case": page.case,
        "photo": shown,
        "form": form,
        "rows": _grid(form),
        "refusal": refusal,
        "case_url": case_url,
        "here": narrowing.address(reverse("moderation:photo", args=[pk, key]), values),
    }
    return render(request, "moderation/photo.html", context, status=status)


def _grid(form) -> list[tuple[str, list[dict]]]:
    ticked = form.ticked
    return [
        (
            _("Ligne %(row)s") % {"row": row + 1},
            [
                {
                    "value": f"{row}-{column}",
                    "checked": f"{row}-{column}" in ticked,
                    "label": _("Ligne %(row)s, colonne %(column)s") % {"row": row + 1, "column": column + 1},
                }
                for column in range(COLUMNS)
            ],
        )
        for row in range(ROWS)
    ]
