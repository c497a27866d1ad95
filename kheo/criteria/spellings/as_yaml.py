"""A sheet as YAML: every word of it, in the order of the models, what is as usual left out; read back it is equal.

Only what JSON can say, and numbers as they are written: `1.10` stays exact, `12:30` and `no` stay texts. Anchors and
repeated words are refused, so that a file says what it seems to say.
"""

import re
from decimal import Decimal
from enum import Enum
from typing import Any

import yaml
from django.utils.translation import gettext as _

from kheo.criteria.amounts import Part, written
from kheo.criteria.methods import Hand
from kheo.criteria.reading import read as read_mapping
from kheo.criteria.sheet import Sheet
from kheo.kernel.errors import BadInput

LARGEST = 2**20  # characters
WIDTH = 110
HEADER = """\
# {name}
# A framework of criteria for Khéo. The words are explained in docs/reference/frameworks.md;
# what is left out is as usual there. Standing: {standing}.
"""
_NULL, _BOOL, _NUMBER = (f"tag:yaml.org,2002:{word}" for word in ("null", "bool", "float"))
_RESOLVERS = [
    (_NULL, re.compile(r"(?:~|null|)\Z"), ["~", "n", ""]),
    (_BOOL, re.compile(r"(?:true|false)\Z"), list("tf")),
    (_NUMBER, re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\Z"), list("-0123456789")),
]
_FIRST = ("by", "code", "name", "text", "source", "standing", "note")  # what it is and where it comes from


def write(sheet: Sheet) -> str:
    """The sheet as a file."""
    header = HEADER.format(name=sheet.name, standing=sheet.standing.value)
    return header + yaml.dump(
        spelled(sheet), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=False
    )


def read(text: str) -> Sheet:
    """The sheet in a file; `BadInput` with the line where it is no YAML, or with every fault of its form."""
    if len(text) > LARGEST:
        raise BadInput(_("The file is too large for a framework: at most %(size)s KB.") % {"size": LARGEST // 1024})
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader that constructs even less
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise BadInput(_("Line %(line)s: %(what)s") % {"line": line, "what": _problem(error)}) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise BadInput(_("The file is not written as YAML.")) from None
    if not isinstance(data, dict):
        raise BadInput(_("The file does not hold a framework: it begins with words like “code:” and “name:”."))
    return read_mapping(data)


def spelled(part: Part) -> dict[str, Any]:
    """The part as a mapping without what is as usual. The word `by` of a method always stands."""
    found = {}
    for name, field in sorted(type(part).model_fields.items(), key=_place):
        value = getattr(part, name)
        usual = not field.is_required() and value == field.get_default(call_default_factory=True)
        if name == "by" or not (usual or (name == "method" and value == Hand())):
            found[field.alias or name] = _spelled(value)
    return found


def _place(item: tuple[str, Any]) -> int:
    """The models' own order, but for the words that come first."""
    return _FIRST.index(item[0]) if item[0] in _FIRST else len(_FIRST)


def _spelled(value: Any) -> Any:
    if isinstance(value, Part):
        return spelled(value)
    if isinstance(value, tuple):
        return [_spelled(one) for one in value]
    return value.value if isinstance(value, Enum) else value


def _problem(error: yaml.MarkedYAMLError) -> str:
    if isinstance(error, _NotTaken):
        return str(error.problem)
    return _("this is not YAML; look at the spaces at the beginning of the line, and at the colons.")


class _NotTaken(yaml.MarkedYAMLError):
    """YAML that we do not take; its problem is a sentence."""


class _Dumper(yaml.SafeDumper):
    """Writes plain YAML that every reader takes for the same."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def represent_text(self, text: str) -> yaml.Node:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)

    def represent_number(self, number: Decimal) -> yaml.Node:
        text = written(number)
        return self.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


class _Loader(yaml.SafeLoader):
    """Reads fewer words as something else than text, and no references."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def compose_node(self, parent: Any, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise _NotTaken(
                problem=_("references (*) are not taken here: write it out."), problem_mark=self.peek_event().start_mark
            )
        return super().compose_node(parent, index)

    def construct_words(self, node: yaml.MappingNode) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _NotTaken(problem=_("a word is wanted before the colon."), problem_mark=key.start_mark)
            if key.value in found:
                raise _NotTaken(
                    problem=_("the word “%(word)s” stands here for the second time.") % {"word": key.value},
                    problem_mark=key.start_mark,
                )
            found[key.value] = self.construct_object(value, deep=True)
        return found

    def construct_number(self, node: yaml.ScalarNode) -> Decimal | str:
        text = str(self.construct_scalar(node))
        return Decimal(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else text


for _tag, _pattern, _letters in _RESOLVERS:
    _Loader.add_implicit_resolver(_tag, _pattern, _letters)
_Dumper.add_representer(str, _Dumper.represent_text)
_Dumper.add_representer(Decimal, _Dumper.represent_number)
_Loader.add_constructor(_NUMBER, _Loader.construct_number)
_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_words)
