"""The other two spellings of a sheet: YAML, whole and exact; and the workbook that officials know, for its tree."""
