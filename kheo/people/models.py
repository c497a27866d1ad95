from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kheo.kernel.text import clean_line, fold, person_sort_key
from kheo.people.enums import InvitationForm, Language


class PersonManager(BaseUserManager):
    """Makes people for the verbs and finds them by any name they sign in with."""

    def create_user(self, username, password=None, **fields):
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username):
        return self.get(username__iexact=username)


class Person(AbstractBaseUser):
    """Somebody with an account. Rights come from memberships in units, never from the account itself."""

    username = models.CharField(_("user name"), max_length=60, unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone number"), max_length=20, blank=True, help_text=_("for example 0912 345 678"))
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.VIETNAMESE)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    sort_key = models.CharField(max_length=400, editable=False)
    search_text = models.CharField(max_length=300, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="one_person_per_email"),
            models.UniqueConstraint(fields=["phone"], condition=~Q(phone=""), name="one_person_per_phone"),
        ]

    def __str__(self):
        return self.full_name

    def save(self, *args, **kwargs):
        self.full_name = clean_line(self.full_name)
        self.sort_key = person_sort_key(self.full_name)
        self.search_text = fold(f"{self.full_name} {self.username}")
        super().save(*args, **kwargs)

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name.rpartition(" ")[2]


class Invitation(models.Model):
    """A first sign-in waiting to be used. Only the hash of its token is kept, so that a stolen backup opens nothing."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    form = models.CharField(max_length=4, choices=InvitationForm)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="invitations_made")
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.get_form_display()}: {self.person}"
