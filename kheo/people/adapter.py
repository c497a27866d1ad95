from allauth.account.adapter import DefaultAccountAdapter


class KheoAccountAdapter(DefaultAccountAdapter):
    """How allauth meets our people. Nobody registers themselves: a keeper invites."""

    def is_open_for_signup(self, request):
        return False
