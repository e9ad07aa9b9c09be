"""/admin/territoire/fermetures/: who may declare one, and what a wrong one answers."""

from datetime import date

import pytest
from django.urls import reverse

from participation.territory.models import Closure
from tests.factories.territory import ClosureFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/territoire/fermetures/new/"
TYPED = {"starts_on": "2026-12-24", "ends_on": "2026-12-31", "reason": "fermeture du service"}


def edit(closure):
    return reverse("fermetures:edit", args=[closure.pk])


class TestDeclaring:
    def test_the_coordination_declares_one_for_its_commune(self, coordination, martigues):
        answer = coordination.post(ADD, {**TYPED, "commune": martigues.pk}, follow=True)
        assert answer.status_code == 200
        closure = Closure.objects.get()
        assert (closure.commune, closure.starts_on, closure.ends_on) == (
            martigues,
            date(2026, 12, 24),
            date(2026, 12, 31),
        )
        assert "fermeture du service" in coordination.get("/admin/territoire/fermetures/").content.decode()

    def test_for_all_communes_takes_the_whole_portal(self, coordination, administrator):
        assert coordination.post(ADD, TYPED).status_code == 200
        assert not Closure.objects.exists()
        assert administrator.post(ADD, TYPED).status_code == 302
        assert Closure.objects.get().commune is None

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"ends_on": "2026-12-23"}, "La fin précède le début."),
            ({"ends_on": "2027-12-31"}, "92 jours"),
            ({"starts_on": "demain"}, "date"),
            ({"reason": ""}, "requis"),
            ({"reason": "a\u202eb"}, "invisible"),
        ],
    )
    def test_a_wrong_one_says_why_and_keeps_what_was_typed(self, administrator, typed, words):
        answer = administrator.post(ADD, {**TYPED, **typed})
        assert answer.status_code == 200
        said = [str(error) for errors in answer.context["form"].errors.values() for error in errors]
        assert words in " ".join(said)
        assert typed.get("reason", "fermeture du service") in answer.content.decode()
        assert not Closure.objects.exists()

    def test_days_that_are_noted_already(self, administrator, martigues):
        ClosureFactory(commune=martigues)
        answer = administrator.post(ADD, {**TYPED, "commune": martigues.pk})
        assert "en croisent d’autres" in answer.content.decode()
        assert Closure.objects.count() == 1


class TestChanging:
    def test_another_end(self, coordination, martigues):
        closure = ClosureFactory(commune=martigues)
        coordination.post(edit(closure), {**TYPED, "commune": martigues.pk, "ends_on": "2027-01-03"})
        closure.refresh_from_db()
        assert closure.ends_on == date(2027, 1, 3)

    def test_withdrawn(self, coordination, martigues):
        closure = ClosureFactory(commune=martigues)
        assert coordination.post(reverse("fermetures:delete", args=[closure.pk])).status_code == 302
        assert not Closure.objects.exists()

    def test_of_another_commune_or_of_all_it_is_only_read(self, coordination, vitrolles):
        for closure in (ClosureFactory(commune=vitrolles), ClosureFactory(starts_on=date(2026, 12, 1))):
            answer = coordination.post(edit(closure), {**TYPED, "reason": "autre"})
            assert answer.status_code == 302
            closure.refresh_from_db()
            assert closure.reason == "fermeture du service"
            coordination.post(reverse("fermetures:delete", args=[closure.pk]))
        assert Closure.objects.count() == 2

    def test_editors_have_no_part_in_it(self, editor):
        assert editor.get("/admin/territoire/fermetures/").status_code == 302
        assert editor.post(ADD, TYPED).status_code == 302
        assert not Closure.objects.exists()
