"""Whether two photographs are the same one, also after it was made smaller or saved again.

Each picture is reduced to nine by nine grey fields. Where a field is clearly brighter than the one to its left, or than
the one above, there stands a one: 128 signs, in which the same photograph differs by a few and two photographs by
dozens. A plain wall has hardly any ones; it looks like every other, so it is not compared.
"""

from collections.abc import Iterable, Iterator

from PIL import Image

FIELDS = 9
CLEARLY = 3  # of 255 levels of grey: less is the noise of saving again
BANDS, SIGNS = 8, 16  # eight bands of sixteen signs: who differs in seven signs at most agrees in one band whole
MOST_DIFFERENT = 7
LEAST_SAID = 12  # ones that a look must have to say anything


def look_of(picture: Image.Image) -> str:
    """The 128 signs of a picture as 32 hexadecimal digits."""
    grey = picture.convert("L").resize((FIELDS, FIELDS), Image.Resampling.BOX)
    dots = grey.tobytes()
    signs = 0
    for row in range(FIELDS - 1):
        for column in range(FIELDS - 1):
            here = dots[row * FIELDS + column]
            signs = signs << 1 | (dots[row * FIELDS + column + 1] - here >= CLEARLY)
            signs = signs << 1 | (dots[(row + 1) * FIELDS + column] - here >= CLEARLY)
    return f"{signs:032x}"


def bands_of(look: str) -> list[int]:
    """What the database looks for: each band with a one in it, and its number; none of a look that says nothing."""
    if not says_something(look):
        return []
    signs = int(look, 16)
    bands = ((n, signs >> (n * SIGNS) & (1 << SIGNS) - 1) for n in range(BANDS))
    return [n << SIGNS | band for n, band in bands if band]


def says_something(look: str) -> bool:
    """Whether a look has enough in it to be compared."""
    return LEAST_SAID <= int(look or "0", 16).bit_count() <= BANDS * SIGNS - LEAST_SAID


def are_like(one: str, other: str) -> bool:
    """Whether two looks are of one photograph."""
    return says_something(one) and (int(one, 16) ^ int(other, 16)).bit_count() <= MOST_DIFFERENT


def like_among[Key](look: str, others: Iterable[tuple[Key, str]]) -> Iterator[Key]:
    """The keys of those among the others that are like this look."""
    return (key for key, other in others if are_like(look, other))
