import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from participation.base import cache
from participation.base.site.models import PortalSettings
from participation.base.site.selectors import module_enabled, path_is_open, portal_settings


@pytest.mark.django_db
class TestRow:
    @pytest.mark.parametrize(
        "broken",
        [
            {"audit_rate": Decimal("100.01")},
            {"audit_rate": Decimal("-1")},
            {"preelectoral_from": date(2026, 3, 1)},
            {"preelectoral_until": date(2026, 3, 1)},
            {"preelectoral_from": date(2026, 3, 2), "preelectoral_until": date(2026, 3, 1)},
            {"only": False},
        ],
    )
    def test_the_database_refuses_what_makes_no_sense(self, broken):
        with pytest.raises(IntegrityError), transaction.atomic():
            PortalSettings.objects.create(**broken)

    def test_there_is_one_row(self):
        PortalSettings.objects.create()
        with pytest.raises(IntegrityError), transaction.atomic():
            PortalSettings.objects.create()

    def test_without_a_row_the_defaults_answer(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert portal_settings().portal_name == "Quartiers ouverts"
            assert portal_settings().pk is None

    def test_it_is_read_once(self, django_assert_num_queries):
        PortalSettings.objects.create(place_line="Martigues")
        with django_assert_num_queries(1):
            assert [portal_settings().place_line for _ in range(5)] == ["Martigues"] * 5

    def test_a_reader_cannot_change_what_others_read(self):
        PortalSettings.objects.create(place_line="Martigues")
        portal_settings().place_line = "Vitrolles"
        assert portal_settings().place_line == "Martigues"

    def test_a_change_is_seen_at_once(self):
        row = PortalSettings.objects.create(place_line="Martigues")
        portal_settings()
        row.place_line = "Vitrolles"
        row.save()
        assert portal_settings().place_line == "Vitrolles"

    def test_a_change_made_by_another_process_is_seen_with_its_version(self, django_capture_on_commit_callbacks):
        PortalSettings.objects.create(place_line="Martigues")
        portal_settings()
        PortalSettings.objects.update(place_line="Vitrolles")
        assert portal_settings().place_line == "Martigues"
        with django_capture_on_commit_callbacks(execute=True):
            cache.bump()
        assert portal_settings().place_line == "Vitrolles"

    def test_after_a_minute_it_is_read_again(self, monkeypatch):
        PortalSettings.objects.create(place_line="Martigues")
        portal_settings()
        PortalSettings.objects.update(place_line="Vitrolles")
        from participation.base.site import remembered

        monkeypatch.setattr(remembered, "SECONDS", -1)
        assert portal_settings().place_line == "Vitrolles"

    def test_saving_starts_a_new_page_version(self, django_capture_on_commit_callbacks):
        before = cache.version()
        with django_capture_on_commit_callbacks(execute=True):
            PortalSettings.objects.create()
        assert cache.version() != before


@pytest.mark.django_db
class TestModules:
    @pytest.fixture(autouse=True)
    def _two(self, modules):
        modules.register("reports", "Signalements", ["/signalements/"])
        modules.register("walks", "Marches", ["/marches/", "/parcours/"])

    def test_a_module_is_on_until_it_is_switched_off(self):
        row = PortalSettings.objects.create()
        assert module_enabled("walks")
        row.disabled_modules = ["walks"]
        row.save()
        assert not module_enabled("walks")
        assert module_enabled("reports")

    def test_a_key_nobody_registered_is_a_mistake(self):
        with pytest.raises(LookupError, match="surveys"):
            module_enabled("surveys")

    @pytest.mark.parametrize(
        ("path", "is_open"),
        [
            ("/parcours/12/", False),
            ("/marches/", False),
            ("/signalements/", True),
            ("/", True),
            ("/marches-publics/", True),
        ],
    )
    def test_paths_of_a_closed_module_are_closed(self, path, is_open):
        PortalSettings.objects.create(disabled_modules=["walks"])
        assert path_is_open(path) is is_open

    @pytest.mark.parametrize("prefix", ["/", "//"[:1], "marches/", "/marches", ""])
    def test_a_prefix_that_would_shut_more_is_refused(self, modules, prefix):
        with pytest.raises(ValueError, match="prefix"):
            modules.register("x", "X", [prefix])

    def test_a_key_is_taken_once(self, modules):
        modules.register("walks", "Marches", ["/marches/", "/parcours/"])
        with pytest.raises(ValueError, match="twice"):
            modules.register("walks", "Balades", ["/balades/"])


@pytest.mark.django_db
class TestAdmin:
    """The page an editor sees in Wagtail."""

    @pytest.fixture
    def row(self, modules, admin_client):
        modules.register("reports", "Signalements", ["/signalements/"])
        modules.register("walks", "Marches", ["/marches/"])
        return PortalSettings.objects.create(disabled_modules=["walks", "a-module-that-is-gone"])

    def form_of(self, client, row):
        response = client.get(f"/admin/settings/base/portalsettings/{row.pk}/")
        assert response.status_code == 200
        return response

    def values(self, form, **changes):
        values = {name: form[name].value() for name in form.fields}
        values["legal_notices"] = json.dumps({"blocks": [], "entityMap": {}})
        return {key: "" if value is None else value for key, value in {**values, **changes}.items()}

    def test_modules_are_ticked_when_they_are_on(self, admin_client, row):
        form = self.form_of(admin_client, row).context["form"]
        assert form["enabled_modules"].value() == ["reports"]

    def test_unticking_switches_off_and_ticking_on(self, admin_client, row):
        response = self.form_of(admin_client, row)
        data = self.values(response.context["form"], enabled_modules=["walks"])
        assert admin_client.post(response.request["PATH_INFO"], data).status_code == 302
        row.refresh_from_db()
        assert row.disabled_modules == ["reports"]

    def test_an_unreadable_colour_is_refused_beside_its_field(self, admin_client, row):
        response = self.form_of(admin_client, row)
        data = self.values(response.context["form"], brand_colour="#ffff00")
        answer = admin_client.post(response.request["PATH_INFO"], data)
        assert "contraste de 1,0:1" in answer.context["form"].errors["brand_colour"][0]
        row.refresh_from_db()
        assert row.brand_colour == "#0b4f6c"
