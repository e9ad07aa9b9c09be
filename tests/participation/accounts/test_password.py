import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from participation.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory
from tests.participation.accounts.conftest import log_in

pytestmark = pytest.mark.django_db
NEW = "quatre-amandiers-en-fleur"


def ask(client, email="amina@exemple.fr"):
    return client.post(reverse("account_reset_password"), {"email": email})


def reset_link(outbox, email="amina@exemple.fr"):
    return next(link for link in outbox.links(outbox.last(email)) if "/comptes/mot-de-passe/oublie/" in link)


def test_a_forgotten_password(client, user, outbox, settings):
    settings.BASE_URL = "https://quartiers.exemple.fr"
    assert ask(client).headers["Location"] == reverse("account_reset_password_done")
    link = reset_link(outbox)
    assert link.startswith("https://quartiers.exemple.fr/comptes/mot-de-passe/oublie/")
    form = client.get(link, follow=True)
    assert form.redirect_chain[-1][0].endswith("-set-password/"), "the key leaves the address bar"
    response = client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert response.headers["Location"] == reverse("account_reset_password_from_key_done")
    assert client.get(response.headers["Location"]).status_code == 200
    assert log_in(client, user, NEW).headers["Location"] == "/compte/"
    assert outbox.last("amina@exemple.fr").subject == "Votre mot de passe a changé"
    assert "Ce lien ne sert plus" in client.get(link).content.decode()


def test_the_link_shows_that_the_address_is_theirs(client, outbox):
    """Someone invited, or whose address a stranger signed up with, needs no second mail."""
    user = UserFactory(email="amina@exemple.fr", confirmed=False)
    ask(client)
    form = client.get(reset_link(outbox), follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert log_in(client, user, NEW).headers["Location"] == "/compte/"
    assert log_in(Client(), user).status_code == 200


def test_an_address_that_waits_to_replace_another_gets_no_link(client, user, outbox):
    EmailAddress.objects.create(user=user, email="une-faute@exemple.fr")
    ask(client, "une-faute@exemple.fr")
    assert outbox.last("une-faute@exemple.fr").subject == "Aucun compte à cette adresse"


@pytest.mark.parametrize("key", ["1-abc", "zzzzzzzzzzzzz-x", "0-0", "1-set-password", "1-%00"])
def test_a_link_nobody_sent(client, user, key):
    page = client.get(f"/comptes/mot-de-passe/oublie/{key}/").content.decode()
    assert "Ce lien ne sert plus" in page


def test_an_unknown_address_gets_the_same_answer_and_a_mail(client, user, outbox):
    known, unknown = ask(client), ask(client, "lou@exemple.fr")
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert outbox.last("lou@exemple.fr").subject == "Aucun compte à cette adresse"


def test_a_closed_account_gets_no_new_password(client, user, outbox):
    User.objects.filter(pk=user.pk).update(is_active=False)
    ask(client)
    assert outbox.last("amina@exemple.fr").subject == "Aucun compte à cette adresse"


def test_asking_too_often_answers_429(client, user, outbox):
    assert {ask(client).status_code for _try in range(6)} == {302, 429}
    assert len(outbox.all()) == 5


def change(client, **values):
    return client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW, **values}
    )


def test_a_new_password_ends_every_other_session(signed_in, user, outbox):
    elsewhere = Client()
    log_in(elsewhere, user)
    assert change(signed_in).headers["Location"] == reverse("account")
    assert get_user(signed_in).is_authenticated
    assert not get_user(elsewhere).is_authenticated
    assert outbox.last(user.email).subject == "Votre mot de passe a changé"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"oldpassword": "autre"}, "Ce n’est pas votre mot de passe actuel."),
        ({"password1": "amina@exemple.fr", "password2": "amina@exemple.fr"}, "trop semblable"),
        ({"password2": "cinq-cypres"}, "même mot de passe"),
        ({"oldpassword": "", "password1": "", "password2": ""}, "Écrivez votre mot de passe."),
    ],
)
def test_a_refused_change_says_why(signed_in, user, values, sentence):
    response = change(signed_in, **values)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_an_account_without_password_chooses_one(client):
    user = UserFactory(password=None)
    client.force_login(user)
    assert client.get(reverse("account_change_password")).headers["Location"] == reverse("account_set_password")
    assert "Choisir un mot de passe" in client.get(reverse("account_set_password")).content.decode()
    response = client.post(reverse("account_set_password"), {"password1": NEW, "password2": NEW})
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)
