"""页面的零件: what of a page is the same whenever its values are the same is written once and remembered."""

from __future__ import annotations

from functools import lru_cache

import orjson
from django import template
from django.conf import settings
from django.template import defaulttags
from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.functional import LazyObject
from django.utils.safestring import SafeString, mark_safe

from landplan.lib.addresses import address

register = template.Library()
_PLAIN = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS  # no values of a part
MOST = 500  # parts that a process remembers; the largest, a filter with two hundred counties, has some 20 KB


@register.simple_tag
def part(name: str, **values: object) -> SafeString:
    """零件: the template `name` with these values and no others - no request, no person, no clock.

    It is written from its key alone, so that it cannot show what its key does not say, whoever looks. The values are texts, whole
    numbers, yes and no, nothing, lists and mappings of them; texts are escaped as everywhere, marked as safe or not.
    """
    write = _written.__wrapped__ if settings.DEBUG else _written  # who works on a template sees what he does
    return write(name, _key(values), get_script_prefix(), settings.ROOT_URLCONF)


def _key(values: dict[str, object]) -> bytes:
    try:
        return orjson.dumps(values, default=_read, option=_PLAIN)
    except orjson.JSONEncodeError as error:
        raise TypeError(f"no value of a part: {error.__cause__ or error}") from error


def _read(value: object) -> list:
    """What is read only when it is shown (the menu), and a row with names, is a list."""
    if not isinstance(value, LazyObject | tuple):
        raise TypeError(type(value).__name__)
    return list(value)


@lru_cache(maxsize=MOST)
def _written(name: str, values: bytes, prefix: str, addresses: str) -> SafeString:
    """`prefix` and `addresses` are what the addresses in it depend on beside their names."""
    return mark_safe(get_template(name).template.render(template.Context(orjson.loads(values))))


@register.tag
def url(parser: template.base.Parser, token: template.base.Token) -> defaulttags.URLNode:
    """The tag of the framework; an address of a fixed name without arguments is looked up once for the process."""
    node = defaulttags.url(parser, token)
    name = node.view_name
    is_fixed = isinstance(name.var, str) and not (name.filters or node.args or node.kwargs)
    return _Fixed(name, [], {}, node.asvar) if is_fixed else node


class _Fixed(defaulttags.URLNode):
    """地址 of a fixed name."""

    def render(self, context: template.Context) -> str:
        found = address(self.view_name.var)
        if not (found or self.asvar):
            return super().render(context)  # which says what is missing
        if self.asvar:
            context[self.asvar] = found
            return ""
        return found
