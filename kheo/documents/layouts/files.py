"""The files a paper becomes: `pdf(value)`, `word(value)`, and `pictures(value)` for a preview."""

from kheo.documents.layouts.typesetting import pdf, pictures
from kheo.documents.layouts.word import word

__all__ = ["pdf", "pictures", "word"]
