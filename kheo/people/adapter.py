from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kheo.people import actions, names
from kheo.people.languages import remember


class KheoAccountAdapter(DefaultAccountAdapter):
    """How allauth meets our people. Nobody registers themselves: a keeper invites.

    allauth knows user names only; our sign-in form turns an e-mail address or a phone number into one. So every try
    costs one hash and counts against one account, whichever name was typed.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The name and the password do not belong together. Check both and try again."),
        "too_many_login_attempts": _(
            "Too many wrong tries. Wait five minutes and try again, or ask the keeper of your unit for a new slip."
        ),
        "incorrect_password": _("This is not your present password."),
        "enter_current_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request):
        return False

    def format_email_subject(self, subject):
        return str(subject)

    def get_password_change_redirect_url(self, request):
        return reverse("people:account")

    def set_password(self, user, password):
        actions.change_password(user, password, by=user)
        user.refresh_from_db(fields=["password"])  # allauth goes on with this object

    def send_password_reset_mail(self, user, email, context):
        with translation.override(user.language):
            super().send_password_reset_mail(user, email, context)

    def post_login(self, request, user, **kwargs):
        """The person's language goes along, whatever this browser spoke before."""
        translation.activate(user.language)
        return remember(super().post_login(request, user, **kwargs), user.language)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Wrong tries are counted by person: allauth clears them by e-mail address after a reset, and we sign in by
        user name. An inner method of allauth, watched by tests/people/test_sign_in.py."""
        typed = credentials.get("email") or credentials.get("username", "")
        person = names.find(typed)
        return str(person.pk) if person else ":".join(names.told_apart(typed))
