import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse

from participation.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory
from tests.participation.accounts.conftest import log_in

pytestmark = pytest.mark.django_db


def change_to(client, email):
    return client.post(reverse("account_email"), {"email": email, "action_add": ""})


def link_to(outbox, email):
    return next(link for link in outbox.links(outbox.last(email)) if "/comptes/confirmation/" in link)


def test_the_new_address_replaces_the_old_one_once_confirmed(reauthenticated, user, outbox):
    assert change_to(reauthenticated, "Lou@exemple.fr").headers["Location"] == reverse("account_email")
    page = reauthenticated.get(reverse("account_email")).content.decode()
    assert "Une adresse attend d’être confirmée." in page
    user.refresh_from_db()
    assert user.email == "amina@exemple.fr"

    reauthenticated.post(link_to(outbox, "lou@exemple.fr"))
    user.refresh_from_db()
    assert user.email == "lou@exemple.fr"
    assert list(user.emailaddress_set.values_list("email", "primary", "verified")) == [("lou@exemple.fr", True, True)]
    told = outbox.last("amina@exemple.fr")
    assert told.subject == "Votre adresse a changé"
    assert "lou@exemple.fr" in told.text


def test_it_takes_the_password_again(signed_in, user):
    response = change_to(signed_in, "lou@exemple.fr")
    assert response.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not EmailAddress.objects.filter(email="lou@exemple.fr").exists()
    response = signed_in.post(response.headers["Location"], {"password": PASSWORD})
    assert response.headers["Location"] == reverse("account_email")
    assert EmailAddress.objects.filter(email="lou@exemple.fr", verified=False).exists(), "and then goes on"


def test_a_wrong_password_there_is_said(signed_in):
    response = signed_in.post(reverse("account_reauthenticate"), {"password": "autre"})
    assert "Ce n’est pas votre mot de passe." in response.content.decode()


def test_one_may_think_again(reauthenticated, user):
    change_to(reauthenticated, "lou@exemple.fr")
    reauthenticated.post(reverse("account_email"), {"email": "lou@exemple.fr", "action_remove": ""})
    assert list(user.emailaddress_set.values_list("email", flat=True)) == ["amina@exemple.fr"]


def test_the_mail_can_be_sent_again(reauthenticated, outbox):
    change_to(reauthenticated, "lou@exemple.fr")
    cache.clear()
    reauthenticated.post(reverse("account_email"), {"email": "lou@exemple.fr", "action_send": ""})
    assert len(outbox.all("lou@exemple.fr")) == 2


def test_the_address_of_another_account_is_not_told_and_not_given(reauthenticated, user, outbox):
    UserFactory(email="lou@exemple.fr")
    assert change_to(reauthenticated, "lou@exemple.fr").status_code == 302
    page = reauthenticated.post(link_to(outbox, "lou@exemple.fr"), follow=True).content.decode()
    assert "déjà celle d’un autre compte" in page
    user.refresh_from_db()
    assert user.email == "amina@exemple.fr"


def test_an_address_that_someone_claimed_and_never_confirmed_is_free(reauthenticated, user, outbox):
    UserFactory(email="lou@exemple.fr", confirmed=False)
    change_to(reauthenticated, "lou@exemple.fr")
    reauthenticated.post(link_to(outbox, "lou@exemple.fr"))
    user.refresh_from_db()
    assert user.email == "lou@exemple.fr"
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("amina@exemple.fr", "déjà votre adresse"), ("lou", "Écrivez une adresse entière"), ("", "Écrivez votre adresse")],
)
def test_a_refused_address_says_why(reauthenticated, email, sentence):
    response = change_to(reauthenticated, email)
    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_the_only_address_cannot_be_removed(reauthenticated, user):
    page = reauthenticated.post(
        reverse("account_email"), {"email": user.email, "action_remove": ""}, follow=True
    ).content.decode()
    assert "Vous ne pouvez pas retirer votre seule adresse." in page
    assert user.emailaddress_set.count() == 1


def test_after_the_change_one_logs_in_with_the_new_address(reauthenticated, user, outbox, client):
    change_to(reauthenticated, "lou@exemple.fr")
    reauthenticated.post(link_to(outbox, "lou@exemple.fr"))
    reauthenticated.logout()
    assert log_in(client, user).status_code == 200
    user.refresh_from_db()
    assert log_in(client, user).headers["Location"] == "/compte/"
