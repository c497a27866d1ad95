"""The verbs of judging, in the order of the story."""

from kheo.evaluations.actions.assigning import assign, assign_all, declare_conflict, skip, unassign
from kheo.evaluations.actions.cards import add_evidence, look_again, remove_evidence, score, self_assess, send_card
from kheo.evaluations.actions.concluding import (
    answer_gate,
    conclude_all,
    conclude_evaluation,
    drop_subject,
    omit,
    reopen,
    state_figure,
)
from kheo.evaluations.actions.drafting import draft_score_sheet, draft_verification
from kheo.evaluations.actions.explaining import ask_explanation, explain
from kheo.evaluations.actions.opening import enter_subject, open_evaluation, open_units
from kheo.evaluations.actions.photos import add_photo, describe_photo, remove_photo
from kheo.evaluations.actions.procedures import choose_ranking, demand, lift_demand, set_deadline
from kheo.evaluations.actions.visits import cancel_visit, note_visit, plan_visit, record_visit, sign_visit

__all__ = [
    "add_evidence", "add_photo", "answer_gate", "ask_explanation", "assign", "assign_all", "cancel_visit",
    "choose_ranking", "conclude_all", "conclude_evaluation", "declare_conflict", "demand", "describe_photo",
    "draft_score_sheet", "draft_verification", "drop_subject", "enter_subject", "explain", "lift_demand",
    "look_again", "note_visit", "omit", "open_evaluation", "open_units", "plan_visit", "record_visit",
    "remove_evidence", "remove_photo", "reopen", "score", "self_assess", "send_card", "set_deadline",
    "sign_visit", "skip", "state_figure", "unassign",
]  # fmt: skip
