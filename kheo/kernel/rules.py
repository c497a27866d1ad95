"""Write a rule once, as a check that raises a sentence; the yes/no question and the reason come for free."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from kheo.kernel.errors import Refused


class Rule(Protocol):
    """A check that raises `Refused`, and its two readings for buttons."""

    def __call__(self, *args: Any, **kwargs: Any) -> None: ...

    def allows(self, *args: Any, **kwargs: Any) -> bool:
        """Whether the check would pass."""

    def why_not(self, *args: Any, **kwargs: Any) -> str:
        """The sentence with which the check would refuse, or an empty string."""


def rule(check: Callable[..., None]) -> Rule:
    """Turn a raising check into a rule: `check(…)`, `check.allows(…)`, `check.why_not(…)`."""

    @wraps(check)
    def rule_(*args: Any, **kwargs: Any) -> None:
        check(*args, **kwargs)

    def why_not(*args: Any, **kwargs: Any) -> str:
        try:
            check(*args, **kwargs)
        except Refused as refusal:
            return str(refusal)
        return ""

    def allows(*args: Any, **kwargs: Any) -> bool:
        return not why_not(*args, **kwargs)

    rule_.allows = allows  # type: ignore[attr-defined] # a function that carries its two readings
    rule_.why_not = why_not  # type: ignore[attr-defined] # the same
    rule_.is_rule = True  # type: ignore[attr-defined] # found by the generated permissions page
    return rule_  # type: ignore[return-value] # wraps() hides the attributes from the checker
