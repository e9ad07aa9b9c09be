import pytest

from participation.base.mail.tasks import send_pending


@pytest.fixture
def letter_box(settings, tmp_path):
    settings.EMAIL_BACKEND = "participation.base.mail.backends.EmlBackend"
    settings.MAIL_DIR = tmp_path
    settings.BASE_URL = "http://testserver"


def test_an_empty_letter_box_says_how_to_fill_it(client, db, letter_box):
    answer = client.get("/demo/courrier/")
    assert answer.status_code == 200
    assert "Aucun message pour l’instant" in answer.content.decode()


def test_a_mail_is_read_with_its_links(client, db, letter_box):
    client.post(
        "/comptes/inscription/",
        {
            "email": "voisine@example.org",
            "password1": "une phrase que je retiens",
            "password2": "une phrase que je retiens",
        },
    )
    assert send_pending() == 1
    page = client.get("/demo/courrier/").content.decode()
    assert "voisine@example.org" in page
    address = page.split('<h3><a href="')[1].split('"')[0]
    answer = client.get(address)
    assert answer.status_code == 200
    assert 'href="/comptes/confirmation/' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("name", ["..", "%2e%2e%2fsecret.key", "x.eml", "0" * 20 + "-abc.eml"])
def test_another_file_is_not_found(client, db, letter_box, name):
    assert client.get(f"/demo/courrier/{name}/").status_code == 404
