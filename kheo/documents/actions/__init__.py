"""The verbs on papers: file, draft, issue, lock with the signed copy, correct; and on what a unit prints them with."""

from kheo.documents.actions.certificates import certify, withdraw
from kheo.documents.actions.drafts import change, correct, discard, draft, issue
from kheo.documents.actions.papers import attach_signed, file_paper
from kheo.documents.actions.stationery import accept_template, end_template, set_stationery

__all__ = [
    "accept_template", "attach_signed", "certify", "change", "correct", "discard", "draft", "end_template",
    "file_paper", "issue", "set_stationery", "withdraw",
]  # fmt: skip
