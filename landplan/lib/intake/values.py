"""读一格: readers of text, identifiers, areas, money, numbers, days, choices. Full-width digits, thousands separators, units in the cell
and the many ways of writing a day are read; what cannot be read is "wrong" with a sentence, never a guess."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Context, Decimal
from functools import lru_cache

from ..text import clean_text
from .cells import BROKEN, DIGITS, FORMULA, Cell, number_text
from .columns import BLANK, Column, Value

DASHES = frozenset({"/", "//", "\\", "-", "--", "---", "—", "——", "–", "―", "－", "／", "一一", "无此项", "不适用"})
NOT_FILLED = "未填"  # what our own files write into an empty cell
NO_TEXTS = DASHES | {NOT_FILLED}

# how many of the first unit make one of the key
AREA_UNITS = {"亩": Decimal(1), "公顷": Decimal(15), "㎡": Decimal("0.0015"), "平方公里": Decimal(1500), "万亩": Decimal(10000),
              "万㎡": Decimal(15)}
MONEY_UNITS = {"元": Decimal(1), "万元": Decimal(10000), "亿元": Decimal(100_000_000), "千元": Decimal(1000), "百万元": Decimal(1_000_000)}
PLAIN_UNITS = {"%": Decimal("0.01"), "‰": Decimal("0.001"), "": Decimal(1)}
SPELLINGS = {"m2": "㎡", "m²": "㎡", "平方米": "㎡", "平米": "㎡", "平方公尺": "㎡", "ha": "公顷", "hm2": "公顷", "hm²": "公顷", "㏊": "公顷",
             "mu": "亩", "畝": "亩", "km2": "平方公里", "k㎡": "平方公里", "万平方米": "万㎡", "人民币元": "元", "rmb": "元", "％": "%"}
_EXACT = Context(prec=60)  # a number of up to 40 digits times or divided by a unit: what is not exact then has too many decimals
_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)?(\.[0-9]*)?(.*)", re.DOTALL)
_SQUARE = re.compile("(?<=[mMｍＭ])²")
_new = tuple.__new__
USUAL = "[0-9A-Za-z\u4e00-\u9fff（）()〔〕、]+"  # clean as it stands
USUAL_NO = r"[0-9]+|[A-Z]+[0-9]+|(?!\d{4}-\d\d-\d\d$)[0-9A-Z]+[0-9A-Z-]*-[0-9A-Z]+"  # no date, no exponent
_is_usual, _is_usual_no = re.compile(USUAL).fullmatch, re.compile(USUAL_NO).fullmatch
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]+)?|\d{2}:\d{2}:\d{2}(\.\d+)?")
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[eE]\+?\d+")
_DAY = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_DAY_SHAPE = re.compile(r"\d{4}\s*[-./年,、_]\s*\d{1,2}\s*[-./月,、_]\s*\d{1,2}\s*[日号]?(?:[\sT]*\d{1,2}[:时]\d{2}(?:[:分]\d{2}(?:\.\d+)?)?[秒Z]?)?")
_EMPTY_DAYS = {"0", "1", "00:00:00", "1900-01-00", "1900-01-01", "1899-12-30", "1899-12-31", "1900/1/0", "1900/1/1", "0000-00-00", "1904-01-01"}
_FIRST, _LAST = date(1949, 10, 1), date(2099, 12, 31)


def plain_of(cell: Cell) -> tuple[str, Value | None]:
    """清过的文字: the text of a cell, or what it is already: blank, a dash, a formula that failed or was never worked out."""
    if cell.__class__ is not str:
        return ("", BLANK) if cell is None else (number_text(cell), None)
    if cell[:1] == FORMULA:
        return "", Value("wrong", raw=cell[1:], wanted="公式没有算出结果；请在 Excel 或 WPS 里打开并保存一次，或改成数值")
    text = clean_text(cell)
    if len(text) > 13:
        return text, None
    if not text or text == NOT_FILLED:
        return "", BLANK
    if text in DASHES:
        return text, Value("dash", raw=text)
    if text in BROKEN:
        return text, Value("wrong", raw=text, wanted="公式出错；请改成数值，没有就留空")
    return text, None


def text(cell: Cell, column: Column, unit: str = "") -> Value:
    """文字, trimmed, NFC, line ends as they are; a number is shown as it stands."""
    if cell.__class__ is str and _is_usual(cell) and cell not in NO_TEXTS and (not column.limit or len(cell) <= column.limit):
        return _new(Value, ("value", cell, cell, "", ""))  # nearly every text
    raw, done = plain_of(cell)
    if done is not None:
        return done
    if column.limit and len(raw) > column.limit:
        return Value("wrong", raw=raw, wanted=f"最多 {column.limit} 字，现在 {len(raw)} 字")
    return Value("value", raw, raw)


def identifier(cell: Cell, column: Column, unit: str = "") -> Value:
    """编号: digits as issued. What Excel turned into a number is said: whole below 15 digits (a hint, zeros in front may be gone),
    wrong above, where digits are lost for good."""
    if cell.__class__ is str and _is_usual_no(cell) and (not column.limit or len(cell) <= column.limit):
        return _new(Value, ("value", cell, cell, "", ""))  # nearly every number
    raw, done = plain_of(cell)
    if done is not None:
        return done
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", raw).replace("—", "-"))
    plain = plain.replace("[", "〔").replace("]", "〕") if "〔" in raw or "[" in raw else plain
    if not isinstance(cell, str):
        if abs(cell) >= 1e15:
            return Value("wrong", raw=raw, wanted="编号被 Excel 变成了数，15 位以后的数字已经丢失；请把这一格设为文本格式，重新填写完整编号")
        return Value("value", plain, raw, hint="编号被 Excel 变成了数，前面的 0 可能已经丢失；请核对")
    if _DATE.fullmatch(raw):
        return Value("wrong", raw=raw, wanted="编号被 Excel 变成了日期；请把这一格设为文本格式，重新填写编号")
    if _SCIENTIFIC.fullmatch(plain):
        return Value("wrong", raw=raw, wanted="编号成了科学计数的写法，后面的数字已经丢失；请设为文本格式，重新填写完整编号")
    if column.limit and len(plain) > column.limit:
        return Value("wrong", raw=raw, wanted=f"最多 {column.limit} 个字符，现在 {len(plain)} 个")
    return Value("value", plain, raw)


def split_number(raw: str) -> tuple[Decimal, str] | None:
    """数与后面的文字: "１，２３４．５亩" -> (1234.5, "亩"); None if it does not begin as a plain number."""
    if not raw.isascii() and _hides_digits(raw):
        return None
    plain = unicodedata.normalize("NFKC", raw).replace("，", ",").replace("。", ".").replace("−", "-").replace("﹣", "-").strip()
    plain = re.sub(r"[^\S\n]*([,.])[^\S\n]*(?=[0-9])", r"\1", plain.lstrip("¥￥ "))
    match = _NUMBER.fullmatch(re.sub(r"^([+-])\s+", r"\1", plain))
    sign, whole, decimals, rest = match.groups()
    if whole is None and not (decimals or "").strip("."):
        return None
    if len(whole or "") + len(decimals or "") > 40:
        return None
    return Decimal(f"{sign}{re.sub('[, ]', '', whole or '0')}{decimals or ''}".rstrip(".")), spell(rest)


def _hides_digits(raw: str) -> bool:
    """Raised, circled and broken digits would run together with their neighbours: 12² is not 122. The square of a unit is none."""
    return any(char.isnumeric() and not char.isdecimal() and unicodedata.normalize("NFKC", char) != char for char in _SQUARE.sub("", raw))


@lru_cache(maxsize=2000)
def spell(unit: str) -> str:
    """单位的写法: ha -> 公顷, 平方米 -> ㎡; brackets and blanks are taken off."""
    plain = unicodedata.normalize("NFC", unit).strip().strip("()（）[]【】〔〕:： .。").replace(" ", "")
    return SPELLINGS.get(plain.casefold(), plain)


def _measured(cell: Cell, column: Column, unit: str, units: dict[str, Decimal], sample: str) -> Value:
    if cell.__class__ is float and (not unit or unit == column.unit) and cell > 0 and column.most is None:
        plain = repr(cell)  # the usual number: short, no exponent, in the column's own unit
        point = plain.find(".")
        if len(plain) <= DIGITS and len(plain) - point - 1 <= column.places and "e" not in plain:
            if plain[-2:] == ".0":
                plain = plain[:-2]
            return _new(Value, ("value", Decimal(plain), plain, "", ""))
    raw, done = plain_of(cell)
    if done is not None:
        return done
    if cell.__class__ is float:
        return _checked(Decimal(raw), spell(unit) or column.unit, column, units, raw)
    if _DATE.fullmatch(raw):
        return Value("wrong", raw=raw, wanted=f"应为数，如 {sample}；这一格是日期格式，请改成数值格式")
    found = split_number(raw)
    if found is None:
        return Value("wrong", raw=raw, wanted=f"应为数，如 {sample}")
    value, own = found
    if own and own not in units:
        return Value("wrong", raw=raw, wanted=f"应为数，如 {sample}；数后面的“{own}”不认识，可写 {'、'.join(filter(None, units))}")
    return _checked(value, own or spell(unit) or column.unit, column, units, raw)


def _checked(value: Decimal, own: str, column: Column, units: dict[str, Decimal], raw: str) -> Value:
    if own != column.unit:
        value = _EXACT.divide(_EXACT.multiply(value, units.get(own, Decimal(1))), units.get(column.unit, Decimal(1)))
    if value < 0 and not column.is_signed:
        return Value("wrong", raw=raw, wanted="应为 0 以上的数")
    exponent = value.as_tuple().exponent
    if -exponent > column.places:
        value = value.normalize(_EXACT)
        if -value.as_tuple().exponent > column.places:
            return Value("wrong", raw=raw, wanted=f"小数最多 {column.places} 位（按{column.unit or '数'}计）；请写到 {column.places} 位以内，"
                                                  "系统不代为取舍")
    if column.most is not None and value > column.most:
        return Value("wrong", raw=raw, wanted=f"应不大于 {column.most}{column.unit}，请核对单位")
    if abs(value) >= 10**12:
        return Value("wrong", raw=raw, wanted="数太大，请核对单位")
    return Value("value", value if value else Decimal(0), raw)


def area(cell: Cell, column: Column, unit: str = "") -> Value:
    """面积 as exact Decimal in the column's unit; 亩, 公顷, ㎡, 万亩, 平方公里 in the head or in the cell."""
    return _measured(cell, column, unit, AREA_UNITS, "120 或 120.5亩")


def money(cell: Cell, column: Column, unit: str = "") -> Value:
    """金额 as exact Decimal in the column's unit; 元, 万元, 亿元 in the head or in the cell."""
    return _measured(cell, column, unit, MONEY_UNITS, "350 或 350.5万元")


def number(cell: Cell, column: Column, unit: str = "") -> Value:
    """数, exact; the column's own unit may stand behind it."""
    units = {column.unit: Decimal(1), "": Decimal(1)}
    return _measured(cell, column, unit if spell(unit) in units else "", units, "12.5")


def integer(cell: Cell, column: Column, unit: str = "") -> Value:
    """整数."""
    found = number(cell, column, unit)
    if found.state != "value":
        return found
    if found.value % 1:
        return Value("wrong", raw=found.raw, wanted="应为整数，如 12")
    return found._replace(value=int(found.value))


def ratio(cell: Cell, column: Column, unit: str = "") -> Value:
    """比率 as exact fraction of 1: 30%, 0.3; above 1 without a sign it is read as per cent if the head or the column says %."""
    return _measured(cell, column, unit, PLAIN_UNITS, "30% 或 0.3")


def day(cell: Cell, column: Column, unit: str = "") -> Value:
    """日期: 2021.3.22, 2021/3/22, 2021年3月22日, 20210322, a serial, a date of the program; 1900-01-01 is empty."""
    raw, done = plain_of(cell)
    if done is not None:
        return done
    wanted = "应为日期，如 2021-03-22 或 2021年3月22日"
    plain = unicodedata.normalize("NFKC", raw).replace("。", ".").strip()
    if plain in _EMPTY_DAYS or plain[:10] in _EMPTY_DAYS:
        return BLANK
    try:
        found = _day_of(plain)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        return Value("wrong", raw=raw, wanted=wanted)
    if not _FIRST <= found <= _LAST:
        return Value("wrong", raw=raw, wanted=f"{wanted}，在 1949-10-01 至 2099-12-31 之间")
    return Value("value", found, raw)


def whole_day(text: str) -> date | None:
    """The day of a cell that is a date of the program, without a time."""
    if len(text) == 10 and _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return None


def _day_of(plain: str) -> date | None:
    if len(plain) == 10 and plain[4] == plain[7] == "-":
        return date.fromisoformat(plain)
    if plain.isdigit() and plain.isascii():
        if len(plain) == 8:
            return date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
        if len(plain) == 5 and 18264 <= int(plain) <= 73050:  # serials of 1950 to 2099
            return date(1899, 12, 30) + timedelta(int(plain))
        return None
    if re.fullmatch(r"\d{5}\.\d+", plain):
        return _day_of(plain[:5])
    if not _DAY_SHAPE.fullmatch(plain):
        return None
    return date(*(int(part) for part in _DAY.match(plain).groups()))


def choice(cell: Cell, column: Column, unit: str = "") -> Value:
    """选项: one of the column's labels or their aliases, spaces and full-width forms aside; gives its code."""
    raw, done = plain_of(cell)
    if done is not None:
        return done
    code = _codes(column).get(_key(raw))
    if code is None:
        labels = list(dict.fromkeys(offered(column)))
        return Value("wrong", raw=raw, wanted=f"应为 {'、'.join(labels[:12])}{' 等' if len(labels) > 12 else ''} 之一")
    return Value("value", code, raw)


def offered(column: Column) -> list[str]:
    """下拉项: the first label of every code."""
    first: dict[str, str] = {}
    for label, code in (column.choices or {}).items():
        first.setdefault(code, label)
    return list(first.values())


_KEYS: dict[int, tuple[Column, dict[str, str]]] = {}


def _codes(column: Column) -> dict[str, str]:
    known = _KEYS.get(id(column))
    if known is None or known[0] is not column:
        if len(_KEYS) > 500:
            _KEYS.clear()
        known = _KEYS[id(column)] = column, {_key(label): code for label, code in (column.choices or {}).items()}
    return known[1]


def _key(label: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", label)).casefold()


_YES, _NO = {"是", "有", "y", "yes", "true", "√", "✓", "✔", "1", "对", "已"}, {"否", "无", "n", "no", "false", "×", "x", "✗", "0", "没有", "未"}


def yes_no(cell: Cell, column: Column, unit: str = "") -> Value:
    """是否."""
    raw, done = plain_of(cell)
    if done is not None:
        return done
    key = _key(raw)
    if key in _YES or key in _NO:
        return Value("value", key in _YES, raw)
    return Value("wrong", raw=raw, wanted="应为“是”或“否”")
