"""What does not add up in a sheet. Publishing is refused while there is a fault; a draft may have any number."""

from dataclasses import dataclass

from kheo.criteria.sheet import Sheet


@dataclass(frozen=True)
class Fault:
    """One sentence, and the place it is about: a path of codes and words, as `criteria › T5 › maximum`."""

    place: tuple[str, ...]
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def faults(sheet: Sheet) -> list[Fault]:
    """Everything that does not add up, in the order of the sheet; empty when it may be published."""
    raise NotImplementedError
