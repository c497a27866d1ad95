"""Files that are made for one answer: written once, handed out, gone."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any

from django.http import FileResponse

from kheo.kernel import sheets

TABLES = {"xlsx": sheets.XLSX, "csv": sheets.CSV}  # what every list can be taken away in


def download(name: str, content_type: str, write: Callable[[IO[bytes]], None]) -> FileResponse:
    """What `write` puts into a file, as an answer that the browser keeps under a name."""
    file = tempfile.SpooledTemporaryFile(max_size=2**20)  # noqa: SIM115 - the response closes it
    write(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


def table(name: str, ending: str, title: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> FileResponse:
    """A list as xlsx or csv (`ending`, one of `TABLES`)."""
    words = [str(word) for word in header]

    def write(file: IO[bytes]) -> None:
        if ending == "xlsx":
            sheets.write_xlsx(file, title, words, rows)
        else:
            sheets.write_csv(file, words, rows)

    return download(f"{name}.{ending}", TABLES[ending], write)
