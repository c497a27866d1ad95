"""An operator's own boundary file: what it must say, and what is told when it does not."""

import json
from datetime import date

import pytest

from kheo.kernel import boundaries, checkup
from kheo.kernel.errors import BadInput

SQUARE = [[105.0, 20.0], [106.0, 20.0], [106.0, 21.0], [105.0, 21.0], [105.0, 20.0]]


def feature(code="QN-01", kind="Polygon", coordinates=None):
    geometry = {"type": kind, "coordinates": coordinates or [SQUARE]}
    return {"type": "Feature", "properties": {"code": code} if code else {}, "geometry": geometry}


@pytest.fixture
def file(tmp_path):
    def write(*features, **more):
        place = tmp_path / "own.geojson"
        told = {"type": "FeatureCollection", "source": "Sở Nội vụ, 2026", "features": list(features), **more}
        place.write_text(json.dumps(told), encoding="utf-8")
        return place

    return write


def test_a_surface_becomes_a_path_as_wide_as_it_is_there(file):
    read = boundaries.read(file(feature(), valid_from="2025-07-01"))
    assert (read.source, read.valid_from) == ("Sở Nội vụ, 2026", date(2025, 7, 1))
    # at 20.5° north a degree of longitude is 0.937 of one of latitude
    assert read.by_code == {"QN-01": "M0,427L400,427L400,0L0,0Z"}
    assert read.view_box == "-2 -2 404 431"


def test_several_surfaces_are_one_unit_and_what_would_not_be_seen_is_left_out(file):
    islet = [[107.0, 20.0], [107.00001, 20.0], [107.0, 20.00001], [107.0, 20.0]]
    read = boundaries.read(file(feature(kind="MultiPolygon", coordinates=[[SQUARE], [islet]])))
    assert read.by_code["QN-01"].count("M") == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no json", "cannot be read"),
        ("[]", "holds no features"),
        ('{"source": "x", "features": []}', "holds no features"),
        (json.dumps({"features": [feature()]}), "does not name its source"),
        (json.dumps({"source": "x", "features": [feature(code="")]}), "Feature 1 of the boundary file has no code"),
        (json.dumps({"source": "x", "features": [feature(kind="Point")]}), "QN-01 of the boundary file is no surface"),
        (json.dumps({"source": "x", "valid_from": "1/7/2025", "features": [feature()]}), "is no day"),
        (json.dumps({"source": "x", "features": [feature(coordinates=[["x"]])]}), "QN-01 of the boundary file"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(tmp_path, content, said):
    place = tmp_path / "own.geojson"
    place.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        boundaries.read(place)


def test_the_doctor_says_whether_it_can_be_drawn_from(file, settings, tmp_path):
    settings.KHEO_BOUNDARIES = str(file(feature()))
    assert [finding.sentence for finding in checkup.boundary_file()] == ["The boundary file draws 1 units."]
    settings.KHEO_BOUNDARIES = str(tmp_path / "nowhere.geojson")
    assert [finding.level for finding in checkup.boundary_file()] == [checkup.Level.DOUBTFUL]
    settings.KHEO_BOUNDARIES = ""
    assert list(checkup.boundary_file()) == []
