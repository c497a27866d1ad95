"""The words of a draft, and the number that the registry gave."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.documents.layouts import kinds
from kheo.documents.layouts.parts import Part, Points, Words
from kheo.kernel.formwork import DayField, LineField, TextField

_ARTICLE = "article-{}"
_LINES = {
    "to": (gettext_lazy("To whom"), gettext_lazy("One a line.")),
    "bases": (gettext_lazy("Legal bases"), gettext_lazy("One a line, in the order of print.")),
    "recipients": (gettext_lazy("Recipients"), gettext_lazy("One a line; the last says where the paper is kept.")),
}
_HEAD = {
    "superior": gettext_lazy("Superior body at the top"),
    "issuer": gettext_lazy("Issuing body at the top"),
    "place": gettext_lazy("Place"),
    "symbol": gettext_lazy("Symbol after the number"),
}
_SIGNED = {
    "authority": gettext_lazy("On whose behalf is signed"),
    "office": gettext_lazy("Office of who signs"),
    "name": gettext_lazy("Name of who signs"),
}


class DraftForm(forms.Form):
    """The words of a draft as blocks of text. Lists and tables follow from records and are not asked for."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: Any, revision: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.old = document
        self.fields["revision"].initial = revision
        self._ask_line("subject", gettext_lazy("On what"), document.subject, 300)
        if hasattr(document, "authority"):
            self._ask_line("authority", gettext_lazy("Who decides"), document.authority, 200)
        for name in ("to", "bases"):
            self._ask_lines(name)
        self._ask_articles()
        self._ask_paragraphs()
        self._ask_lines("recipients")
        for name, label in _HEAD.items():
            needed = name == "issuer"
            self._ask_text(f"head-{name}", label, getattr(document.letterhead, name), needed=needed, rows=2)
        if signature := getattr(document, "signature", None):
            for name, label in _SIGNED.items():
                value = getattr(signature, name)
                self._ask_text(f"signed-{name}", label, value if isinstance(value, str) else "\n".join(value), rows=1)

    def document(self) -> Part:
        """The paper with what was written; everything else of it stays."""
        given, data = self.cleaned_data, kinds.written(self.old)
        data |= {name: given[name] for name in ("subject", "authority") if name in given}
        data |= {name: given[name].splitlines() for name in _LINES if name in given}
        data["letterhead"] |= {name: given[f"head-{name}"] for name in _HEAD}
        if "signed-name" in given:
            signed = {name: given[f"signed-{name}"] for name in _SIGNED}
            data["signature"] |= signed | {"authority": signed["authority"].splitlines()}
        if "paragraphs" in given:
            data["blocks"] = _blocks(given["paragraphs"])
        if hasattr(self.old, "articles"):
            data["articles"] = [_article(text) for text in self._articles() if text]
        document: Part = kinds.read(data)
        return document

    def show_again(self, sentence: str, revision: int) -> None:
        """Somebody else wrote since: what was typed stays, and saving once more replaces what they wrote."""
        self.data = {**self.data.dict(), "revision": str(revision)}  # type: ignore[attr-defined] # what was posted
        self.add_error(None, sentence)

    def clean(self) -> dict[str, Any]:
        if hasattr(self.old, "articles") and not any(self._articles()):
            raise ValidationError(_("A decision has at least one article."))
        return self.cleaned_data

    def _articles(self) -> list[str]:
        names = (_ARTICLE.format(number) for number in range(1, len(self.old.articles) + 2))
        return [self.cleaned_data.get(name, "") for name in names]

    def _ask_line(self, name: str, label: Any, initial: str, length: int) -> None:
        box = forms.Textarea(attrs={"rows": 2, "lang": "vi"})
        self.fields[name] = LineField(label=label, initial=initial, max_length=length, widget=box)

    def _ask_text(
        self, name: str, label: Any, initial: str, *, needed: bool = False, rows: int = 3, help_text: Any = ""
    ) -> None:
        box = forms.Textarea(attrs={"rows": rows, "lang": "vi"})
        self.fields[name] = TextField(label=label, initial=initial, required=needed, widget=box, help_text=help_text)

    def _ask_lines(self, name: str) -> None:
        if hasattr(self.old, name):
            label, help_text = _LINES[name]
            lines = getattr(self.old, name)
            self._ask_text(name, label, "\n".join(lines), rows=min(len(lines) + 2, 12), help_text=help_text)

    def _ask_articles(self) -> None:
        for number, article in enumerate([*getattr(self.old, "articles", ()), None], start=1):
            if not hasattr(self.old, "articles"):
                return
            text = "\n".join([article.text, *article.points]) if article else ""
            self._ask_text(
                _ARTICLE.format(number), _("Article %(number)s") % {"number": number}, text,
                help_text="" if article else _("Left empty, there is no such article."),
            )  # fmt: skip
        self.fields[_ARTICLE.format(1)].help_text = _(
            "The first line is the article; each line after it is a numbered point. An emptied article falls away."
        )

    def _ask_paragraphs(self) -> None:
        blocks = getattr(self.old, "blocks", ())
        if blocks and all(isinstance(block, Words | Points) for block in blocks):
            lines = [line for block in blocks for line in _lines(block)]
            self._ask_text(
                "paragraphs", _("Text"), "\n".join(lines), needed=True, rows=min(len(lines) * 2, 16),
                help_text=_("A paragraph a line; a line that begins with a dash is a point of a list."),
            )  # fmt: skip


class IssueForm(forms.Form):
    """What the registry gave."""

    number = LineField(
        label=gettext_lazy("Number and symbol"), max_length=60,
        help_text=gettext_lazy("As the registry gave it, for example 155-QĐ/BDVTU"),
    )  # fmt: skip
    on = DayField(label=gettext_lazy("Date of the paper"))


def _lines(block: Words | Points) -> list[str]:
    return [block.text] if isinstance(block, Words) else [f"- {item}" for item in block.items]


def _blocks(text: str) -> list[dict[str, Any]]:
    """Paragraphs and points again, from lines."""
    blocks: list[dict[str, Any]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if not line.startswith("- "):
            blocks.append({"is": "words", "text": line})
        elif blocks and blocks[-1]["is"] == "points":
            blocks[-1]["items"].append(line[2:])
        else:
            blocks.append({"is": "points", "items": [line[2:]]})
    return blocks


def _article(text: str) -> dict[str, Any]:
    first, *points = text.splitlines()
    return {"text": first, "points": [point for point in points if point.strip()]}
