"""Sealed ballots under attack: who voted how, what was lost, what was changed (trust.md §5)."""
