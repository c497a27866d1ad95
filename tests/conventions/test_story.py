"""The chapters' order holds for foreign keys too, which are named by string and so escape the import contracts."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps

PROJECT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
BOTTOM_UP = [layer.strip(" ()") for layer in reversed(CONTRACTS[0]["layers"])]
MODELS = list(apps.get_app_config("kheo").get_models())
KEYS = [
    (model, field)
    for model in MODELS
    for field in model._meta.get_fields()
    if field.concrete and field.is_relation and field.related_model
]


def chapter(model):
    return model.__module__.split(".")[1]


def height(model):
    return BOTTOM_UP.index(chapter(model))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_record_stands_in_a_chapter_of_the_order(model):
    assert chapter(model) in BOTTOM_UP


@pytest.mark.parametrize(("model", "field"), KEYS, ids=[f"{m.__name__}.{f.name}" for m, f in KEYS])
def test_a_record_points_only_to_its_own_chapter_or_an_earlier_one(model, field):
    if field.related_model._meta.app_label == "kheo":
        assert height(field.related_model) <= height(model)


def test_the_kernel_knows_nobody():
    outward = [(m, field) for m, field in KEYS if chapter(m) == "kernel" and chapter(field.related_model) != "kernel"]
    assert [f"{model.__name__}.{field.name}" for model, field in outward] == []


def test_every_chapter_has_a_place_in_the_contract_of_its_inside():
    folders = {path.name for path in (PROJECT / "kheo").iterdir() if (path / "__init__.py").exists()}
    chapters = folders - {"kernel", "story", "migrations", "management", "templatetags"}
    assert {container.removeprefix("kheo.") for container in CONTRACTS[1]["containers"]} == chapters
