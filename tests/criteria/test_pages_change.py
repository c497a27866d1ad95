"""The editor of a draft."""

import pytest
from django.urls import reverse

from tests.criteria.drafts import draft

pytestmark = pytest.mark.django_db


def test_scratch(story, as_person):
    version = draft(story)
    nga = as_person(story.nga)
    for name, args in [
        ("list", []), ("found", []), ("bring", []), ("shipped", ["MAU-0"]), ("take_over", ["MAU-0"]),
        ("detail", [version.framework_id]), *((n, [version.pk]) for n in
        ["version", "print", "compare", "try", "publish", "change", "total", "rules", "about", "counting", "replace"]),
        ("file", [version.pk, "yaml"]), ("file", [version.pk, "xlsx"]),
        *(("add", [version.pk, s]) for s in ["criteria", "classes", "gates", "figures", "profiles", "caps"]),
        ("row", [version.pk, "criteria", 1]), ("row", [version.pk, "criteria", 2]), ("row", [version.pk, "classes", 1]),
        ("row", [version.pk, "gates", 1]), ("remove", [version.pk, "criteria", 1]),
    ]:
        response = nga.get(reverse(f"criteria:{name}", args=args))
        print(name, args, response.status_code)
        assert response.status_code == 200, name
