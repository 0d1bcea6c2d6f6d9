"""页面数字与词: figures, dates, state words and bars as templates write them (design: numbers, state vocabulary)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from html import escape

from django import forms, template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from landplan.lib import clock
from landplan.lib.area import in_unit, plain, to_micro
from landplan.lib.clock import local
from landplan.lib.counts import BEYOND, WHY, shown
from landplan.lib.money import wan as wan_text
from landplan.lib.numbers import half_up
from landplan.lib.vocabulary import KINDS, MARKS, NAV_KEYS, Word, deadline_word, state_word

register = template.Library()
Number = Decimal | Fraction | int

NOT_FILLED = "未填"
NOT_APPLICABLE = "—"
MINUS = "−"  # U+2212, never a hyphen
SCALE = 120  # a completion bar ends at 120 %


def _figure(value: Number, places: int) -> str:
    return str(half_up(value, places)).replace("-", MINUS)


def _is_nothing(value: object) -> bool:
    return value is None or value == ""


@register.filter
def mu(value: Number | None, nothing: str = NOT_FILLED) -> str:
    """面积 (亩), two decimals, half up; None is 「未填」 or the text given."""
    return nothing if _is_nothing(value) else _figure(value, 2)


@register.filter
def micro(value: Decimal) -> int:
    """亩 as a whole number of 10⁻⁶ 亩, for the sums that scripts show (`data-micro`)."""
    return to_micro(value)


@register.filter
def m2(value: Decimal | None, nothing: str = NOT_FILLED) -> str:
    """亩 shown in ㎡, two decimals."""
    return nothing if _is_nothing(value) else _figure(in_unit(value, "m2"), 2)


@register.filter
def ha(value: Decimal | None, nothing: str = NOT_FILLED) -> str:
    """亩 shown in 公顷, six decimals."""
    return nothing if _is_nothing(value) else _figure(in_unit(value, "ha"), 6)


@register.filter
def wan(value: Decimal | None) -> str:
    """金额: 元 shown in 万元, two decimals; None is 「未填」."""
    return wan_text(value).replace("-", MINUS)


@register.filter
def printed(value: Number | None, nothing: str = "") -> str:
    """印发数 exactly as printed: no trailing zeros, no separators; None is an empty cell, not 0."""
    return nothing if _is_nothing(value) else plain(Decimal(value)).replace("-", MINUS)


@register.filter
def rate(value: Number | None, nothing: str = NOT_APPLICABLE) -> str:
    """完成率: a ratio as percent with two decimals, never capped (1.5 -> 150.00%); None is 「—」."""
    return nothing if _is_nothing(value) else f"{_figure(value * 100, 2)}%"


@register.filter
def points(value: Number | None, nothing: str = NOT_APPLICABLE) -> str:
    """百分点: difference of two ratios, signed (+2.11 点)."""
    return nothing if _is_nothing(value) else f"{signed(value * 100)} 点"


@register.filter
def signed(value: Number | None, nothing: str = "") -> str:
    """差: two decimals with + or − (U+2212); zero has no sign."""
    if _is_nothing(value):
        return nothing
    text = _figure(value, 2)
    return f"+{text}" if half_up(value, 2) > 0 else text.lstrip(MINUS) if half_up(value, 2) == 0 else text


@register.filter
def day(value: date | datetime | None, nothing: str = NOT_FILLED) -> str:
    """日期 for tables: 2021-09-24 (Beijing time)."""
    return nothing if _is_nothing(value) else _date(value).isoformat()


@register.filter
def day_words(value: date | datetime | None, nothing: str = NOT_FILLED) -> str:
    """日期 for sentences: 9月24日, of another year with it."""
    return nothing if _is_nothing(value) else clock.day_words(_date(value))


@register.filter
def moment(value: datetime | None, nothing: str = NOT_FILLED) -> str:
    """时刻 for tables: 2021-09-24 16:40 in Beijing time; a naive datetime raises ValueError."""
    return nothing if _is_nothing(value) else _local(value).strftime("%Y-%m-%d %H:%M")


@register.filter
def moment_words(value: datetime | None, nothing: str = NOT_FILLED) -> str:
    """时刻 for sentences: 9月24日 16:40 in Beijing time."""
    return nothing if _is_nothing(value) else f"{day_words(value)} {_local(value):%H:%M}"


@register.filter
def moment_input(value: datetime | None) -> str:
    """Value of a datetime-local control in Beijing time."""
    return "" if _is_nothing(value) else _local(value).strftime("%Y-%m-%dT%H:%M")


def _local(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("a shown moment must be aware")
    return local(value)


def _date(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


@register.filter
def at(values: dict, key: str) -> object:
    """The value of a mapping at a key that is known only when the page is written; None when it has none."""
    return values.get(key) if values else None


@register.filter
def kind_key(code: object) -> str:
    """类别 -> k1, k2, k3 (class of the square key, of meters and charts); '' for the combined figure."""
    return KINDS.get(str(getattr(code, "value", code)).lower(), "")


@register.filter
def nav_key(label: str) -> str:
    """Keys that open a page of the navigation (g w, g l, g k, g b)."""
    return NAV_KEYS.get(label, "")


@register.simple_tag
@lru_cache(maxsize=200)
def icon(name: str) -> SafeString:
    """图标: a drawing of templates/_sprite.html, hidden from readers (the word stands beside it)."""
    if not name:
        return mark_safe("")
    return format_html('<svg class="lp-i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


def _word(word: Word, css: str) -> SafeString:
    return _marked(css, f" is-{word.tone}" if word.tone else "", word.icon, word.label)


@lru_cache(maxsize=2000, typed=True)  # typed: a text that is safe already and one that is not are not the same
def _marked(css: str, tone: str, icon_name: str, label: str) -> SafeString:
    """A page of two hundred rows says a dozen words again and again."""
    return format_html('<span class="{}{}">{}{}</span>', css, tone, icon(icon_name), label)


@register.simple_tag
def chip(thing: str, state: object, suffix: object = "") -> SafeString:
    """状态: chip of a thing ('disposal', 'parcel', 'week_return', 'report', 'target', 'flag')."""
    word = state_word(thing, state)
    return _word(word._replace(label=f"{word.label}{suffix}"), "lp-chip")


@register.simple_tag
def say(label: object, icon_name: str = "", tone: str = "") -> SafeString:
    """一句事实 about time or completeness: word with icon and tone, no frame."""
    return _word(Word(str(label), icon_name, tone), "lp-say")


@register.simple_tag
def deadline(due_on: date | None, today: date | datetime, done_on: date | None = None) -> SafeString:
    """期限: 剩n天, 今日到期, 逾期n天, 按期完成, 逾期完成, 未定."""
    return _word(deadline_word(due_on, _date(today), done_on), "lp-say")


@register.simple_tag
def elements(done: int, total: int = 5) -> SafeString:
    """要素完整度: 5/5 plain, less in amber."""
    text = f"{done}/{total}"
    return say(text, "ring", "warn") if done < total else format_html("<span>{}</span>", text)


@register.simple_tag
def options(found: Iterable[tuple[str, str]], chosen: object) -> SafeString:
    """可选的值 (code, label): written by hand, since there may be hundreds of counties, and Django's escape takes most of a long list's time."""
    return mark_safe("".join(f'<option value="{escape(code)}"{" selected" if code == chosen else ""}>{escape(label)}</option>'
                             for code, label in found))


@register.simple_tag
def counted(count: int | str) -> SafeString | int | str:
    """数目 up to 999; of one beyond it is said that nobody counted on."""
    text = shown(count) if isinstance(count, int) else count
    return format_html('<span title="{}">{}</span>', WHY, text) if text == BEYOND else text


@register.simple_tag
def mark(kind: str) -> SafeString:
    """印 算 定: kind of a figure ('printed', 'derived', 'frozen')."""
    sign, css, title = MARKS[kind]
    return format_html('<abbr class="lp-mark{}" title="{}">{}</abbr>', f" {css}" if css else "", title, sign)


@register.simple_tag
def diff(value: Number | None, url: str = "", title: str = "") -> SafeString:
    """带符号的差: only when not 0; links to where it is explained when a url is given."""
    if _is_nothing(value) or value == 0:
        return mark_safe("")
    text = plain(Decimal(value)).replace("-", MINUS) if isinstance(value, Decimal | int) else signed(value)
    text = text if text[0] == MINUS else "+" + text.lstrip("+")
    if url:
        return format_html('<a class="lp-diff" href="{}" title="{}">差 {}</a>', url, title, text)
    return format_html('<span class="lp-diff" title="{}">差 {}</span>', title, text)


@register.inclusion_tag("_meter.html")
def meter(done: Number | None, quota: Number | None, way: Number = 0, key: str = "", goal: int | None = 70) -> dict:
    """完成率条: done and 在途 against the quota on a scale of 0–120 %; nothing when there is no quota."""
    if _is_nothing(done) or not quota:
        return {"shown": False}
    solid = min(Fraction(done) / Fraction(quota) * 100, Fraction(SCALE))
    ahead = min(Fraction(way or 0) / Fraction(quota) * 100, SCALE - solid)
    return {
        "shown": True, "key": key, "done": _width(solid), "way_x": _width(solid), "way": _width(ahead),
        "full": _width(Fraction(100)), "goal": None if goal is None else _width(Fraction(goal)),
    }


@register.inclusion_tag("_balance.html")
def balance(total: Decimal, accepted: Decimal, way: Decimal, basis: str = "面积") -> dict:
    """面积去向 (亩): 已验收 solid, 在途 hatched, 可登记 white; the sum is in the accessible name."""
    left = total - accepted - way
    parts = [Fraction(part) / Fraction(total) * 100 if total > 0 else Fraction(0) for part in (accepted, way, left)]
    solid, ahead, rest = (str(half_up(max(part, Fraction(0)), 2)) for part in parts)
    return {
        "solid": solid, "ahead": ahead, "rest": rest, "rest_x": str(half_up(parts[0] + parts[1], 2)),
        "label": f"{basis}{mu(total)}亩中已验收{mu(accepted)}，在途{mu(way)}，可登记{mu(left)}",
    }


def _width(percent: Fraction) -> str:
    return str(half_up(Fraction(percent) * 100 / SCALE, 2))


@register.inclusion_tag("_form_field.html")
def field(bound, hint: str = "", optional: str = "", css: str = "", keys: bool = False) -> dict:
    """表单项: label, hint, control, refusal (see templates/_form_field.html)."""
    return {"field": bound, "hint": hint or bound.help_text, "optional": optional, "css": css, "keys": keys}


@register.filter
def control(bound, hint: str = "") -> SafeString:
    """The control of a form item with our class, aria-invalid and aria-describedby."""
    widget = bound.field.widget
    plain_box = isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple)
    base = "" if plain_box else "form-select" if isinstance(widget, forms.Select) else "form-control"
    attrs = {"class": f"{base} {widget.attrs.get('class', '')}".strip()} if base else {}
    if isinstance(widget, forms.FileInput):  # it lies within a label that one drops files on
        attrs |= {"class": "visually-hidden", "aria-label": str(bound.label)}
    described = [f"{bound.auto_id}_helptext"] if hint else []
    described += [f"{bound.auto_id}_error"] if bound.errors else []
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return bound.as_widget(attrs=attrs)


@register.filter
def refusal_count(form) -> int:
    """How many refusals a bound form carries."""
    return sum(len(found) for found in form.errors.values())


@register.filter
def first_clause(text: object, label: str = "") -> str:
    """The first sentence of a refusal after its field, for the summary on top; a sentence that names the field itself stands alone."""
    said = str(text).partition("。")[0]
    return f"{label}：{said}" if label and label not in said else said
