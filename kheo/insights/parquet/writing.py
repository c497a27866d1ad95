"""Writing the files: PostgreSQL copies out, DuckDB makes Parquet of it; neither holds more than a part in memory."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection

from kheo.insights.parquet.datasets import Dataset, datasets
from kheo.kernel import clock
from kheo.kernel.errors import BadInput
from kheo.kernel.snapshots import one_snapshot
from kheo.movements.models import Round

SCHEMA = "schema.json"
MEMORY = "150MB"  # of DuckDB; what does not fit goes to the disk beside the files
EMPTY = "\\N"  # stands for no value: an empty text is a text


def write(folder: Path, round_: Round | None = None) -> dict[str, int]:
    """Write every file into a folder that is not there yet, all about one moment; how many rows each has.

    The folder appears whole or not at all. Raises `BadInput` where it is there already, or DuckDB is not installed.
    """
    duck = _duckdb()
    if folder.exists():
        raise BadInput(f"{folder} is there already. Name a folder that is not: nothing is written over.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        with one_snapshot(), duck.connect(config={"memory_limit": MEMORY, "temp_directory": str(making)}) as engine:
            files = datasets(round_)
            counts = {one.name: _write(engine, making, one) for one in files}
        (making / SCHEMA).write_text(json.dumps(_schema(files, counts), ensure_ascii=False, indent=1), encoding="utf-8")
        making.chmod(0o755)
        making.rename(folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    return counts


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise BadInput("DuckDB is not installed here. Install it: pip install 'kheo[analysis]'") from None
    return duckdb


def _write(engine: Any, folder: Path, dataset: Dataset) -> int:
    """One file by way of a CSV beside it; its number of rows."""
    between, path = folder / f"{dataset.name}.csv", folder / f"{dataset.name}.parquet"
    asked = connection.ops.compose_sql(*dataset.query().query.sql_with_params())
    with (
        connection.cursor() as cursor, between.open("wb") as file,
        cursor.copy(f"COPY ({asked}) TO STDOUT (FORMAT csv, NULL '{EMPTY}')") as copy,
    ):  # fmt: skip
        for part in copy:
            file.write(part)
    columns = {column.name: column.type for column in dataset.columns}
    read = engine.read_csv(
        str(between), columns=columns, header=False, na_values=EMPTY, quotechar='"', escapechar='"', sep=",",
        allow_quoted_nulls=False, auto_detect=False, date_format="%Y-%m-%d",
    )  # fmt: skip
    read.write_parquet(str(path), compression="zstd")
    between.unlink()
    [(count,)] = engine.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchall()
    return int(count)


def _schema(files: list[Dataset], counts: dict[str, int]) -> dict[str, Any]:
    """What stands where, for whoever opens the folder in ten years."""
    return {
        "made_at": clock.now().isoformat(timespec="seconds"),
        "files": {
            one.name: {
                "row": one.meaning, "rows": counts[one.name],
                "columns": {column.name: f"{column.type}: {column.meaning}" for column in one.columns},
            }
            for one in files
        },
    }  # fmt: skip
