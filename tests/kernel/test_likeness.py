"""The same photograph is known again when it was made smaller or saved again; another one is not."""

from io import BytesIO

import pytest
from PIL import Image, ImageEnhance

from kheo.kernel.likeness import are_like, bands_of, like_among, look_of
from tests.kernel.photographs import scene


def again(picture, *, quality=90, share=1.0, kind="JPEG"):
    made = BytesIO()
    size = [round(side * share) for side in picture.size]
    picture.resize(size, Image.Resampling.LANCZOS).save(made, kind, quality=quality)
    return Image.open(BytesIO(made.getvalue()))


CHANGES = {
    "saved worse": lambda picture: again(picture, quality=40),
    "a quarter": lambda picture: again(picture, share=0.25),
    "worse and smaller": lambda picture: again(again(picture, quality=50, share=0.4), quality=60),
    "as WebP": lambda picture: again(picture, quality=60, kind="WEBP"),
    "a little brighter": lambda picture: ImageEnhance.Brightness(picture).enhance(1.06),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_photograph_is_known_again(change):
    known = 0
    for seed in range(40):
        picture = scene(seed)
        one, other = look_of(picture), look_of(CHANGES[change](picture))
        known += are_like(one, other) and bool(set(bands_of(one)) & set(bands_of(other)))
    assert known >= 38


def test_another_photograph_is_another():
    looks = [look_of(scene(seed)) for seed in range(120)]
    assert [(a, b) for a in range(120) for b in range(a) if are_like(looks[a], looks[b])] == []


def test_a_plain_wall_looks_like_every_other_and_is_not_compared():
    wall, sky = (look_of(Image.new("RGB", (400, 300), colour)) for colour in ("white", "lightblue"))
    assert not are_like(wall, sky)
    assert bands_of(wall) == []


def test_who_differs_in_seven_signs_at_most_agrees_in_one_band_whole():
    look = "1111" * 8
    touched = f"{int(look, 16) ^ sum(1 << 16 * band for band in range(7)):032x}"
    assert are_like(look, touched)
    assert set(bands_of(look)) & set(bands_of(touched))


def test_it_is_looked_for_among_many():
    looks = {seed: look_of(scene(seed)) for seed in range(30)}
    assert list(like_among(look_of(again(scene(17), quality=50)), looks.items())) == [17]
