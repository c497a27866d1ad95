"""The verbs of recognition: consider, weigh, conclude, propose upward, recall; those that draft
its papers, and the one that begins a judgement."""

from kheo.recognitions.actions.considering import conclude, consider, not_recognise, propose_upward, recall, recognise
from kheo.recognitions.actions.drafting import certify, draft_decision, draft_submission, draft_summary_list
from kheo.recognitions.actions.judging import open_evaluations

__all__ = [
    "certify", "conclude", "consider", "draft_decision", "draft_submission", "draft_summary_list", "not_recognise",
    "open_evaluations", "propose_upward", "recall", "recognise",
]  # fmt: skip
