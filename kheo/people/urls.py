from allauth.account import views as allauth
from django.urls import path, re_path

from kheo.people import views

app_name = "people"
urlpatterns = [
    path("welcome/<str:token>/", views.welcome, name="welcome"),
    path("account/", views.account, name="account"),
    path("account/change/", views.change_account, name="change_account"),
    path("account/language/", views.set_language, name="set_language"),
    path("account/sessions/", views.sessions, name="sessions"),
    path("account/sessions/end-others/", views.end_other_sessions, name="end_other_sessions"),
    path("account/sessions/<int:pk>/end/", views.end_session, name="end_session"),
]

# The pages of allauth that we use, under its own names. What it offers besides (several e-mail addresses, codes by SMS)
# has no address here: a person has one e-mail address and one phone number, kept on the account page.
entrance = [
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("prove/", allauth.reauthenticate, name="account_reauthenticate"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("signup/", allauth.signup, name="account_signup"),  # closed; says whom to ask
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("password/reset/", allauth.password_reset, name="account_reset_password"),
    path("password/reset/sent/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key, name="account_reset_password_from_key",
    ),
    path("password/reset/done/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]  # fmt: skip
