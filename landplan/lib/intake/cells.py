"""格: how one cell of any workbook is kept between the child that reads and the process that checks. Imports nothing of ours.

A cell is "" (blank), a number, or a text; a date of the program is the text 2021-03-22. One mark tells a text apart that nobody typed: a
formula that was never worked out. A typed text never begins with it.
"""

from __future__ import annotations

Cell = str | float | int | None  # None is a number that is none

FORMULA = "\x03"
BROKEN = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!"})
DIGITS = 15  # significant digits that a spreadsheet keeps of a number


def shown(cell: Cell) -> str:
    """显示: what the clerk sees in the cell, nearly; numbers in full, without exponent."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell[1:] if cell[:1] == FORMULA else cell
    return number_text(cell)


def number_text(number: float) -> str:
    """数的写法: the digits a spreadsheet keeps (15), not the noise of binary fractions behind them."""
    if number == int(number) and abs(number) < 1e21:
        return str(int(number)) if abs(number) < 1e15 else f"{number:.0f}"
    text = f"{number:.{DIGITS}g}"
    if "e" not in text:
        return text
    mantissa, _, power = text.partition("e")
    places = max(0, len(mantissa.partition(".")[2]) - int(power))
    return f"{number:.{places}f}"
