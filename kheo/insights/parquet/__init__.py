"""The facts as Parquet files, for analysts with DuckDB."""
