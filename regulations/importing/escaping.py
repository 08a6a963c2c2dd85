"""Texts in cells that no spreadsheet takes for a formula, and back."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet run the text of a cell, of an .xlsx file too once it is saved as CSV."""


def escaped(text: str) -> str:
    """The text for a CSV cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith((*FORMULA_STARTS, "'")) else text


def unescaped(text: str) -> str:
    """What `escaped` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*FORMULA_STARTS, "'")) else text
