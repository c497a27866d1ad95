"""A list brought in the browser: looked at, mended on the page, brought in, undone; on a phone and on a PC."""

from kheo.exemplars.models import Registration
from tests.browser.looking import look
from tests.factories import MembershipFactory, PersonFactory
from tests.imports.conftest import ROW, header, write_xlsx


def test_a_list_from_the_file_to_the_figures_and_back(story, open_page, tmp_path):
    secretary = PersonFactory(username="sec", full_name="Bùi Thị Hạnh", language="en")
    MembershipFactory(person=secretary, unit=story.district, role="council_secretary")
    wrong = {
        "title": "Camera an ninh",
        "field": "Kinh tế – VH-XH",
        "status": "recognised",
        "decision_date": "31/02/2024",
    }
    rows = [ROW | {"title": f"Mô hình số {n}"} for n in range(3)] + [ROW | wrong, ROW | {"title": "Mô hình số 0"}]
    table = [
        ["DANH SÁCH"],
        header("registrations"),
        *([row.get(name, "") for name in header("registrations")] for row in rows),
    ]
    path = write_xlsx(tmp_path / "danh sách.xlsx", table)

    page = open_page(secretary, language="en")
    page.goto("/imports/")
    look(page, "imports")
    page.get_by_role("link", name="Registrations").click()
    look(page, "imports-start")
    page.set_input_files("#id_file", path)
    page.get_by_role("button", name="Check the list").click()
    page.wait_for_url("**/imports/batches/*/")
    look(page, "imports-preview")
    assert "does not exist in the calendar" in page.inner_text("main")

    row = page.get_by_role("group", name="Row 6")
    row.get_by_label("decision_date").fill("15/11/2024")
    row.get_by_label("field", exact=True).select_option("defence_security")
    page.get_by_role("button", name="Save and check again").click()
    page.get_by_role("button", name="Import 4 rows").click()
    page.wait_for_selector("text=4 rows were imported.")
    look(page, "imports-written")
    assert Registration.objects.count() == 4

    page.get_by_role("button", name="Undo the whole list").click()
    page.wait_for_selector("text=The list was undone")
    assert Registration.objects.count() == 0
