"""The verbs of recognition: consider, weigh, conclude, propose upward or not, recall; those that draft
its papers, and the one that begins a judgement."""

from kheo.recognitions.actions.considering import (
    conclude,
    consider,
    forgo_proposal,
    not_recognise,
    propose_upward,
    recall,
    recall_forgoing,
    recognise,
)
from kheo.recognitions.actions.drafting import certify, draft_decision, draft_submission, draft_summary_list
from kheo.recognitions.actions.judging import open_evaluations

__all__ = [
    "certify", "conclude", "consider", "draft_decision", "draft_submission", "draft_summary_list",
    "forgo_proposal", "not_recognise", "open_evaluations", "propose_upward", "recall", "recall_forgoing", "recognise",
]  # fmt: skip
