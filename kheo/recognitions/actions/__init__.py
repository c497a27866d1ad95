"""The verbs of recognition: consider, weigh, conclude, propose upward, recall; and those that draft its papers."""

from kheo.recognitions.actions.considering import conclude, consider, not_recognise, propose_upward, recall, recognise
from kheo.recognitions.actions.drafting import certify, draft_decision, draft_submission, draft_summary_list

__all__ = [
    "certify", "conclude", "consider", "draft_decision", "draft_submission", "draft_summary_list", "not_recognise",
    "propose_upward", "recall", "recognise",
]  # fmt: skip
