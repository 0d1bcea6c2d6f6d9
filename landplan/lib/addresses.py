"""地址: those without a number in them are looked up once, since a page names dozens of them."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse


def address(name: str) -> str:
    """The address of a view name, or nothing when there is no such view."""
    return _address(name, get_script_prefix(), settings.ROOT_URLCONF)


@cache
def _address(name: str, prefix: str, addresses: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
