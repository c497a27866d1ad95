"""`kheo invite`: a first sign-in from the command line, for the first keeper of an installation."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from kheo.kernel.errors import BadInput, NotNow
from kheo.people import actions, names
from kheo.people.enums import InvitationForm


class Command(BaseCommand):
    help = (
        "Print the link of a new first sign-in for somebody who has an account. The first keeper of an installation"
        " has nobody else to ask; afterwards keepers invite people on the pages of their units."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="the person's user name, e-mail address or phone number")

    def handle(self, *, name, **options):
        try:
            person = names.find(name)
            if person is None:
                raise CommandError(f"Nobody has the user name, e-mail address or phone number “{name}”.")
            _invitation, token = actions.invite(person, form=InvitationForm.LINK, by=None)
        except (BadInput, NotNow) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_site() + reverse("people:welcome", args=[token]))


def _site():
    """The address of this installation as its own settings tell it."""
    host = settings.ALLOWED_HOSTS[0].removeprefix(".")
    return f"https://{host}" if settings.HTTPS else f"http://{host}:{settings.KHEO_LISTEN[1]}"
