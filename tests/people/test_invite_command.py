"""The first keeper of an installation is invited from the command line: nobody else could."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kheo.people.models import Invitation
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_the_link_opens_the_welcome_page(settings, capsys):
    settings.HTTPS, settings.ALLOWED_HOSTS, settings.KHEO_LISTEN = (
        False,
        ["localhost", "testserver"],
        ("127.0.0.1", 8000),
    )
    nga = PersonFactory(username="nga", full_name="Đỗ Thị Nga")
    call_command("invite", "nga")
    link = capsys.readouterr().out.strip()
    path = link.removeprefix("http://localhost:8000")
    assert path.startswith("/welcome/")
    assert "Đỗ Thị Nga" in Client().get(path).text
    assert Invitation.objects.get().person == nga


def test_a_server_tells_its_own_name(settings, capsys):
    settings.HTTPS, settings.ALLOWED_HOSTS = True, ["kheo.example"]
    PersonFactory(phone="+84912345678")
    call_command("invite", "0912 345 678")
    assert capsys.readouterr().out.startswith("https://kheo.example/welcome/")


def test_somebody_unknown_is_one_sentence():
    with pytest.raises(CommandError, match="Nobody has the user name, e-mail address or phone number “nobody”."):
        call_command("invite", "nobody")


def test_a_closed_account_is_not_invited():
    PersonFactory(username="cu", is_active=False)
    with pytest.raises(CommandError, match="closed"):
        call_command("invite", "cu")
