"""The papers of judging as values: the field-verification record, the score sheet of an evaluation and of one card.

They are what one begins with: whoever drafts changes the words. Papers are in Vietnamese, whatever language the
interface speaks.
"""

from kheo.evaluations.papers.scoring import card_sheet, score_sheet
from kheo.evaluations.papers.verifying import verification

__all__ = ["card_sheet", "score_sheet", "verification"]
