"""The three names a person signs in with, each in the one spelling we store, and how a person is found by any of them.

A user name begins with a letter and has no @, so a text is never two of the three at once.
"""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kheo.kernel.errors import BadInput
from kheo.kernel.text import clean_line, fold
from kheo.people.models import Person

HOME = "VN"
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,59}")


def read_username(text: str) -> str:
    """A user name as stored: small letters, digits, dot, dash and underscore, beginning with a letter."""
    username = clean_line(text).lower()
    if not _USERNAME.fullmatch(username):
        raise BadInput(
            _("A user name begins with a letter and has only unaccented letters, digits, dots, dashes: lan.nguyenthi")
        )
    return username


def read_email(text: str) -> str:
    """An e-mail address as stored, in small letters; an empty one stays empty."""
    email = clean_line(text).lower()
    try:
        if email:
            validate_email(email)
    except ValidationError:
        raise BadInput(
            _("“%(text)s” is not an e-mail address: write it like lan@example.vn.") % {"text": text}
        ) from None
    return email


def read_phone(text: str) -> str:
    """A phone number as stored, `+84912345678`; `0912 345 678` is read as Vietnamese. An empty one stays empty."""
    text = clean_line(text)
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise BadInput(_("“%(text)s” is not a phone number: write it like 0912 345 678.") % {"text": text})
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def written_phone(phone: str) -> str:
    """A stored phone number as people here write it: `0912 345 678`, or `+856 …` from abroad."""
    if not phone:
        return ""
    number = phonenumbers.parse(phone, HOME)
    at_home = phonenumbers.region_code_for_number(number) == HOME
    style = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def told_apart(text: str) -> tuple[str, str]:
    """Which of the three names a text is, and how it is stored: `("phone", "+84912345678")`. Never fails."""
    text = clean_line(text)
    if "@" in text:
        return "email", text.lower()
    if text[:1].isdigit() or text[:1] in {"+", "("}:
        try:
            return "phone", read_phone(text)
        except BadInput:
            pass
    return "username", text.lower()


def find(text: str) -> Person | None:
    """The person with this user name, e-mail address or phone number, or nobody."""
    name, value = told_apart(text)
    return Person.objects.filter(**{name: value}).first() if value else None


def free_username(full_name: str) -> str:
    """A user name that nobody has, made from a Vietnamese full name: Nguyễn Thị Lan becomes `lan.nguyenthi`."""
    words = [re.sub(r"[^a-z0-9]", "", word) for word in fold(full_name).split()]
    given, *others = [word for word in reversed(words) if word] or ["nguoidung"]
    stem = ".".join(filter(None, [given, "".join(reversed(others))]))[:50]
    stem = stem if stem[0].isalpha() and len(stem) > 1 else f"n{stem}"
    taken = set(Person.objects.filter(username__startswith=stem).values_list("username", flat=True))
    return next(name for name in _numbered(stem) if name not in taken)


def _numbered(stem):
    yield stem
    number = 2
    while True:
        yield f"{stem}{number}"
        number += 1
