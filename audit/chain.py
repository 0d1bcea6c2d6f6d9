"""链: canonical text and hash of an audit entry. Pure functions."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from operator import itemgetter

import orjson

GENESIS = "0" * 64
_AS_THEY_ARE = {int, bool, type(None)}
_FLAT = {str, int, bool, type(None), Decimal, date, datetime}
_QUICK = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME
HASHED = ("seq", "at", "actor_id", "actor_name", "actor_role", "region_id", "action", "subject", "object_type",
          "object_id", "object_label", "before", "after", "reason", "is_success", "ip", "request_id", "alg", "version",
          "prev_hash")


def jsonable(value):
    """Exact, engine-independent form of a value: decimals and instants as text, never floats."""
    kind = type(value)  # nearly all are plain: an import asks this some twenty times a row
    if kind is str:
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if kind in _AS_THEY_ARE:
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): inner if type(inner) in _AS_THEY_ARE or type(inner) is str and inner.isascii() else jsonable(inner)
                for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [jsonable(inner) for inner in value]
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, bool | int):
        return value
    return str(value)


def canonical(value) -> str:
    """Canonical JSON: sorted keys, no blanks, NFC."""
    if type(value) is dict and _FLAT.issuperset(kinds := set(map(type, value.values()))):
        try:
            if "".join(value).isascii():  # keys
                quick = _QUICK if datetime in kinds else orjson.OPT_SORT_KEYS  # a day is written as jsonable writes it, an instant is not
                return _nfc(orjson.dumps(value, default=jsonable, option=quick).decode())
        except TypeError:
            pass  # a key that is no text, a number of more than 64 bits
    plain = jsonable(value)
    try:
        return orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()  # the same text in a tenth of the time
    except TypeError:  # a whole number of more than 64 bits
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _nfc(text: str) -> str:
    """All strings of a JSON text at once: nothing composes with the sign that each begins after."""
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def entry_hash(entry) -> str:
    """校验码 of an entry (an AuditEntry or anything with its attributes)."""
    return hashlib.sha256(canonical({name: getattr(entry, name) for name in HASHED}).encode()).hexdigest()


def hasher(same: dict, own: Sequence[str]) -> Callable[[tuple], str]:
    """校验码 of many entries that are alike but for what `own` names: told their own values, which are plain (whole numbers, NFC text, None)."""
    names = sorted(HASHED)
    fixed = jsonable(same)
    taken = itemgetter(*(own.index(name) if name in own else len(own) + list(fixed).index(name) for name in names))
    rest = tuple(fixed.values())

    def hash_one(values: tuple) -> str:
        return hashlib.sha256(orjson.dumps(dict(zip(names, taken(values + rest), strict=True)))).hexdigest()

    return hash_one
