"""Official summary reports: the tables T1–T6 of movement.md §4.3 and the sentences told from their figures.

What is reported (`reported`), its figures, each read once by the ordinary `Scope` (`gathered`), one module a table, the
sentences (`narrative`), all of it as one value (`told`), and the files made of that value (`written`, `workbook`).
"""
