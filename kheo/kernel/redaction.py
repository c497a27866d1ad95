"""Logs are read by many and kept for long: e-mail addresses, phone numbers and links that sign in stay out of them."""

import logging
import re

PATTERNS = [
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "‹e-mail›"),
    (re.compile(r"(?<![\w.:/-])(\+84|0)[\s.]?\d{2,3}([\s.]?\d{3}){2}\d?(?!\w)"), "‹phone›"),
    (re.compile(r"(/accounts/(?:password/reset/key|confirm-email)/)[^\s\"'?]+"), r"\1‹link›"),
    (re.compile(r"(/(?:welcome|g)/)[^\s\"'?/]+"), r"\1‹link›"),
    (re.compile(r"(?i)((?:password|secret|token|key)[\"']?\s*[=:]\s*)[^\s,;&\"']+"), r"\1‹secret›"),
]


class Redact(logging.Filter):
    """Replaces what names a person or opens a door, in the message as it would be written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redacted(record.getMessage()), None
        return True


def redacted(text: str) -> str:
    """The text without e-mail addresses, Vietnamese phone numbers, sign-in links and secrets."""
    for pattern, replacement in PATTERNS:
        text = pattern.sub(replacement, text)
    return text
