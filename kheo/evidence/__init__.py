"""Photographs and files behind what a unit claims: brought from phones, described, shown, and known again."""
