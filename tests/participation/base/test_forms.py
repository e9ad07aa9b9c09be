"""What PortalRenderer draws. The markup itself belongs to templates/components/forms; these tests hold its promises."""

import re

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from participation.base.forms.fields import PortalBoundField
from participation.base.forms.renderer import PortalRenderer


class Letter(forms.Form):
    email = forms.EmailField(label="Votre e-mail", help_text="Jamais publié.")
    message = forms.CharField(label="Votre message", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Quoi ?", choices=[("a", "Éclairage"), ("b", "Déchets")], widget=forms.RadioSelect)
    places = forms.MultipleChoiceField(
        label="Où ?", choices=[("x", "Hall"), ("y", "Cave")], widget=forms.CheckboxSelectMultiple, required=False
    )
    district = forms.ChoiceField(
        label="Quartier", choices=[("", "Je ne sais pas"), ("cp", "Canto-Perdrix")], required=False
    )
    agreed = forms.BooleanField(label="J’ai lu les règles")
    photo = forms.FileField(label="Photo", required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial="t")
    password = forms.CharField(label="Mot de passe", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))


def drawn(form):
    return BeautifulSoup(str(form), "html.parser")


@pytest.fixture
def fresh():
    return drawn(Letter())


@pytest.fixture
def refused():
    return drawn(
        Letter({"email": "moi@exemple", "message": "Il fait <noir>.", "district": "cp", "places": ["y"], "token": "t"})
    )


def test_it_is_the_renderer_of_every_form():
    assert isinstance(Letter().renderer, PortalRenderer)
    assert isinstance(Letter()["email"], PortalBoundField)


def test_every_control_has_a_label_or_a_legend(fresh):
    for control in fresh.select("input:not([type=hidden]), textarea, select"):
        assert fresh.select_one(f"label[for={control['id']}]"), control
    assert [legend.get_text(" ", strip=True) for legend in fresh.select("fieldset > legend")] == [
        "Quoi ?",
        "Où ? (facultatif)",
    ]


def test_only_what_is_optional_says_so(fresh):
    said = {label["for"] for label in fresh.select("label[for]") if "facultatif" in label.get_text()}
    assert said == {"id_message", "id_district", "id_photo"}


def test_the_hint_is_read_with_its_control(fresh):
    control = fresh.select_one("#id_email")
    hint = fresh.find(id=control["aria-describedby"])
    assert hint.get_text(strip=True) == "Jamais publié."
    assert "hint" in hint["class"]


def test_controls_carry_the_class_of_the_design(fresh):
    for name in ("email", "message", "district", "photo", "password"):
        assert "input" in fresh.select_one(f"#id_{name}")["class"], name
    assert not fresh.select_one("#id_agreed").get("class")


def test_browsers_are_told_what_they_may_fill_in(fresh):
    assert fresh.select_one("#id_email")["autocomplete"] == "email"
    assert fresh.select_one("#id_password")["autocomplete"] == "new-password"
    assert "autocomplete" not in fresh.select_one("#id_message").attrs


@pytest.mark.parametrize(
    ("name", "field", "token"),
    [
        ("contact", forms.EmailField(), "email"),
        ("phone", forms.CharField(), "tel"),
        ("display_name", forms.CharField(), "nickname"),
        ("adresse", forms.CharField(widget=forms.Textarea), "street-address"),
        ("city", forms.ChoiceField(), None),
        ("reference", forms.CharField(), None),
    ],
)
def test_the_autocomplete_token_follows_from_the_name(name, field, token):
    form = type("One", (forms.Form,), {name: field})()
    control = drawn(form).find(id=f"id_{name}")
    assert control.get("autocomplete") == token


def test_a_class_of_the_widget_is_kept():
    class One(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "short"}))

    assert drawn(One()).find(id="id_code")["class"] == ["input", "short"]


def test_a_form_without_errors_has_no_summary(fresh):
    assert not fresh.select(".error-summary, .has-error, [aria-invalid]")


def test_the_summary_comes_first_and_takes_the_focus(refused):
    first = refused.find(True)
    assert "error-summary" in first["class"]
    assert first["role"] == "alert"
    assert first["tabindex"] == "-1"


def test_each_line_of_the_summary_leads_to_a_control_that_exists(refused):
    links = refused.select(".error-summary a")
    assert len(links) == 4
    for link in links:
        assert refused.find(id=link["href"].removeprefix("#")).name == "input", link
    assert "#id_kind_0" in [link["href"] for link in links]


def test_each_error_stands_beside_its_control_and_is_read_with_it(refused):
    for name in ("email", "agreed", "password"):
        control = refused.select_one(f"#id_{name}")
        assert control["aria-invalid"] == "true"
        described = [refused.find(id=id_) for id_ in control["aria-describedby"].split()]
        assert all(described), name
        assert described[-1].select_one(".error") is not None, name
        assert control.find_parent(class_="has-error"), name
    group = refused.select_one("fieldset.has-error")
    assert group.find(id=group["aria-describedby"].split()[-1]).select_one(".error")


def test_typed_values_are_kept_and_escaped(refused):
    assert refused.select_one("#id_email")["value"] == "moi@exemple"
    assert refused.select_one("#id_message").get_text().strip() == "Il fait <noir>."
    assert refused.select_one("#id_district option[selected]")["value"] == "cp"
    assert [box["value"] for box in refused.select("[name=places][checked]")] == ["y"]
    assert not refused.select_one("#id_password").get("value")


def test_hidden_fields_are_there_once(fresh):
    assert [field["value"] for field in fresh.select("input[type=hidden]")] == ["t"]


def test_ids_are_unique(refused):
    ids = [element["id"] for element in refused.select("[id]")]
    assert len(ids) == len(set(ids))


def test_an_error_of_the_whole_form_stands_in_the_summary():
    class Both(Letter):
        def clean(self):
            raise forms.ValidationError("Dites où, ou montrez-le.")

    summary = drawn(Both({})).select_one(".error-summary")
    assert "Dites où, ou montrez-le." in summary.get_text()


def test_a_refused_file_names_what_to_do():
    form = Letter({}, {"photo": SimpleUploadedFile("vide.jpg", b"")})
    control = drawn(form).select_one("#id_photo")
    assert control["aria-invalid"] == "true"


def test_wagtails_own_forms_are_left_alone():
    """Wagtail draws its fields with its own templates; our bound field must add nothing to the widget itself."""
    assert "class=" not in str(Letter()["email"])


def test_nothing_is_inline(refused):
    assert not re.search(r"\son\w+=|style=|<script|<style", str(refused))
