"""Concept by jurisdiction: empty until the coding of elements is built on the stored provisions."""
