import stat
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives

from participation.base.mail import eml
from participation.base.mail.backends import EmlBackend


@pytest.fixture
def box(settings, tmp_path):
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


def send(
    subject="Bonjour «\u202fvoisin\u202f»", text="Voir http://testserver/a?b=1.", html=None, to="moi@demo.example"
):
    message = EmailMultiAlternatives(subject, text, "portail@demo.example", [to], headers={"Message-ID": "<1@x>"})
    if html:
        message.attach_alternative(html, "text/html")
    EmlBackend().send_messages([message])


def test_what_was_sent_can_be_read(box):
    send(html='<p>é</p><a href="http://testserver/c?d=1&amp;e=2">oui</a> <a href="mailto:a@b.example">non</a>')
    [mail] = eml.list_messages()
    assert mail == eml.read_message(mail.name)
    assert mail.subject == "Bonjour «\u202fvoisin\u202f»"
    assert mail.to == "moi@demo.example"
    assert mail.text.strip() == "Voir http://testserver/a?b=1."
    assert "<p>é</p>" in mail.html
    assert mail.links == ("http://testserver/c?d=1&e=2", "http://testserver/a?b=1")
    assert mail.date.tzinfo is not None


def test_a_text_mail_has_no_html(box):
    send()
    assert eml.list_messages()[0].html == ""


def test_the_newest_comes_first_and_the_list_is_bounded(box):
    for number in range(4):
        send(subject=f"n° {number}")
    assert [mail.subject for mail in eml.list_messages(limit=3)] == ["n° 3", "n° 2", "n° 1"]


def test_without_a_folder_there_is_no_mail(box):
    assert eml.list_messages() == []


def test_others_on_the_machine_cannot_read_it(box):
    send()
    [path] = box.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(box.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "name",
    [
        "../secret.eml",
        "/etc/passwd",
        "..\\secret.eml",
        "",
        ".",
        "a.eml",
        "00000000000000000001-0123456789ab.eml\n",
        "00000000000000000001-0123456789ab.eml/../../secret.eml",
        "00000000000000000001-0123456789ab.eml\x00",
        "00000000000000000001-0123456789ab.eml",
    ],
)
def test_a_name_that_is_not_one_of_ours_finds_nothing(box, name):
    send()
    (box.parent / "secret.eml").write_text("Subject: secret\n\nsecret")
    (box / "a.eml").write_text("Subject: not ours\n\n")
    with pytest.raises(eml.MailNotFound):
        eml.read_message(name)
    assert [mail.subject for mail in eml.list_messages()] == ["Bonjour «\u202fvoisin\u202f»"]


def test_a_mail_is_never_seen_half_written(box, monkeypatch):
    seen = []
    replace = Path.replace

    def look(path, target):
        seen.append(eml.list_messages())
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", look)
    send()
    assert seen == [[]]
    assert len(eml.list_messages()) == 1
