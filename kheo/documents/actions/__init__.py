"""The verbs on papers: file, draft, issue, send, lock, correct; and on what they are printed with."""

from kheo.documents.actions.certificates import certify, withdraw
from kheo.documents.actions.drafts import change, correct, discard, draft, issue
from kheo.documents.actions.papers import attach_signed, deliver, file_paper
from kheo.documents.actions.stationery import accept_template, end_template, set_stationery

__all__ = [
    "accept_template", "attach_signed", "certify", "change", "correct", "deliver", "discard", "draft",
    "end_template", "file_paper", "issue", "set_stationery", "withdraw",
]  # fmt: skip
