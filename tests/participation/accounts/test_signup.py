"""Sign up, confirm, log in; and the same answer whether an address has an account or not."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from participation.accounts.forms.entrance import SignupForm
from participation.accounts.models import User
from participation.base.site.models import PortalSettings
from tests.factories.accounts import PASSWORD, RoleGrantFactory, UserFactory
from tests.participation.accounts.conftest import log_in

pytestmark = pytest.mark.django_db
ANSWER = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def sign_up(client, email="lou@exemple.fr", password=PASSWORD, **values):
    return client.post(
        reverse("account_signup"), {"email": email, "password1": password, "password2": password, **values}
    )


def confirmation_link(outbox, email="lou@exemple.fr"):
    links = [link for link in outbox.links(outbox.last(email)) if "/comptes/confirmation/" in link]
    assert len(links) == 1
    return links[0]


def test_nothing_but_an_address_and_a_password_is_asked():
    assert list(SignupForm().fields) == ["email", "password1", "password2"]


def test_sign_up_confirm_log_in(client, outbox):
    response = sign_up(client)
    assert response.headers["Location"] == reverse("account_email_verification_sent")
    assert "Un message vous attend" in client.get(response.headers["Location"]).content.decode()
    user = User.objects.get(email="lou@exemple.fr")
    assert user.display_name == ""
    assert log_in(client, user).headers["Location"] == reverse("account_email_verification_sent")

    link = confirmation_link(outbox)
    page = client.get(link).content.decode()
    assert "lou@exemple.fr" in page
    assert not EmailAddress.objects.filter(verified=True).exists(), "reading a mail confirms nothing"
    assert client.post(link).headers["Location"] == reverse("account_login")
    assert EmailAddress.objects.filter(user=user, verified=True, primary=True).exists()
    assert log_in(client, user).headers["Location"] == "/compte/"


def test_the_mail_is_ours(client, outbox, settings, mailoutbox):
    settings.BASE_URL = "https://quartiers.exemple.fr"
    client.defaults["HTTP_HOST"] = "localhost"
    sign_up(client)
    mail = outbox.last("lou@exemple.fr")
    assert mail.subject == "Confirmez votre adresse"
    assert confirmation_link(outbox).startswith("https://quartiers.exemple.fr/comptes/confirmation/")
    assert "Confirmer mon adresse" in mail.html
    assert "Ce lien est valable trois jours." in mail.text
    everything = mail.subject + mail.text + mail.html
    assert not re.search(r"example\.com|testserver|localhost", everything)
    outbox.deliver()
    assert [sent.subject for sent in mailoutbox] == ["Confirmez votre adresse"]


def test_without_the_transaction_neither_account_nor_mail(client, outbox, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the database went away")

    monkeypatch.setattr("allauth.account.internal.flows.signup.perform_login", fail)
    with pytest.raises(RuntimeError):
        sign_up(client)
    assert not User.objects.exists()
    assert outbox.all() == []


def test_a_link_serves_once_and_then_says_what_to_do(client, outbox):
    sign_up(client)
    link = confirmation_link(outbox)
    client.post(link)
    page = client.get(link).content.decode()
    assert "Ce lien ne sert plus" in page
    assert client.post(link).status_code == 404


def test_a_link_is_too_old_after_three_days(client, outbox, monkeypatch):
    sign_up(client)
    link = confirmation_link(outbox)
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + timedelta(days=3, minutes=1).total_seconds())
    assert "Ce lien ne sert plus" in client.get(link).content.decode()


def test_an_address_with_an_account_gets_the_same_answer_and_its_owner_a_mail(client, outbox):
    UserFactory(email="amina@exemple.fr", display_name="Amina")
    new, known = sign_up(client), sign_up(client, "Amina@exemple.fr")
    assert (known.status_code, known.headers["Location"]) == (new.status_code, new.headers["Location"])
    pages = [ANSWER.sub("", client.get(answer.headers["Location"]).content.decode()) for answer in (new, known)]
    assert pages[0] == pages[1]
    mail = outbox.last("amina@exemple.fr")
    assert mail.subject == "Vous avez déjà un compte"
    assert reverse("account_reset_password") in mail.text
    assert User.objects.filter(email="amina@exemple.fr").count() == 1
    assert User.objects.get(email="amina@exemple.fr").check_password(PASSWORD)


def test_both_answers_cost_one_password_hash(client, monkeypatch):
    UserFactory(email="amina@exemple.fr")
    hashed = []
    original = User.set_password
    monkeypatch.setattr(User, "set_password", lambda self, raw: (hashed.append(raw), original(self, raw))[1])
    sign_up(client, "amina@exemple.fr")
    known, hashed[:] = len(hashed), []
    sign_up(client, "lou@exemple.fr")
    assert (known, len(hashed)) == (1, 1)


def test_two_sign_ups_at_the_same_moment_make_one_account(client, monkeypatch):
    def taken(*args, **kwargs):
        raise IntegrityError("UNIQUE constraint failed: accounts_user.email")

    monkeypatch.setattr("participation.accounts.adapter.PortalAccountAdapter.save_user", taken)
    assert sign_up(client).headers["Location"] == reverse("account_email_verification_sent")


def test_who_never_confirmed_gives_way(client, outbox):
    sign_up(client, password="mot-de-passe-d-un-autre")
    stranger = User.objects.get()
    link = confirmation_link(outbox)
    cache.clear()  # three minutes later
    sign_up(client, password=PASSWORD)
    user = User.objects.get(email="lou@exemple.fr")
    assert user.pk != stranger.pk
    assert user.check_password(PASSWORD)
    assert "Ce lien ne sert plus" in client.get(link).content.decode()
    client.post(confirmation_link(outbox))
    assert log_in(client, user).headers["Location"] == "/compte/"


def test_a_second_sign_up_within_three_minutes_leaves_the_link_alive(client, outbox):
    sign_up(client)
    link = confirmation_link(outbox)
    sign_up(client, password="une-autre-phrase-secrete")
    assert len(outbox.all("lou@exemple.fr")) == 1
    assert client.post(link).headers["Location"] == reverse("account_login")


def test_an_account_that_someone_gave_a_role_does_not_give_way(client):
    invited = UserFactory(email="lou@exemple.fr", confirmed=False)
    RoleGrantFactory(user=invited)
    sign_up(client)
    assert User.objects.get(email="lou@exemple.fr") == invited


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"email": "lou"}, "Écrivez une adresse entière"),
        ({"email": ""}, "Écrivez votre adresse e-mail."),
        ({"email": "a" * 250 + "@exemple.fr"}, "C’est trop long"),
        ({"password1": "court"}, "trop court"),
        ({"password1": "motdepasse"}, "trop courant"),
        ({"password1": ""}, "Choisissez un mot de passe."),
        ({"password2": "autre chose encore"}, "même mot de passe"),
        ({"password1": "x" * 300, "password2": "x" * 300}, "C’est trop long"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept_save_passwords(client, values, sentence):
    response = sign_up(client, **values)
    page = response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")
    assert response.status_code == 200
    assert sentence in page
    assert f'value="{values.get("email", "lou@exemple.fr")}"' in page or values.get("email") == ""
    assert PASSWORD not in page
    assert not User.objects.exists()


def test_switched_off_nobody_signs_up_and_everybody_still_logs_in(client, user):
    PortalSettings.objects.create(disabled_modules=["comptes"])
    assert client.get(reverse("account_signup")).status_code == 404
    assert sign_up(client).status_code == 404
    assert reverse("account_signup") not in client.get(reverse("account_login")).content.decode()
    assert log_in(client, user).headers["Location"] == "/compte/"


def test_switched_on_the_login_page_leads_to_it(client):
    page = client.get(reverse("account_login")).content.decode()
    assert reverse("account_signup") in page


def test_confirming_anothers_link_logs_out_who_is_there(client, outbox, user):
    sign_up(client)
    link = confirmation_link(outbox)
    client.force_login(user)
    client.get(link)
    assert client.get("/compte/").status_code == 302
