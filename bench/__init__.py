"""Khéo measured against a floor, in one run on one machine: `make bench`.

Absolute times drift with the machine and its neighbours; the ratios to a minimal Django page of the same rows do not.
The budgets are those of the project's speed notes: a signed-in page costs at most three times the floor, and asks the
database equally often for one row and for fifty.
"""
