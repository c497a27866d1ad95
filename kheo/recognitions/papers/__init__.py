"""The papers of recognition as values: decision, submission letter with its list, summary list, certificates.

They are what one begins with: whoever drafts changes the words. Papers are in Vietnamese, whatever language the
interface speaks.
"""

from kheo.recognitions.papers.certifying import certificates
from kheo.recognitions.papers.deciding import decision, with_list_of
from kheo.recognitions.papers.proposing import submission, summary_list

__all__ = ["certificates", "decision", "submission", "summary_list", "with_list_of"]
