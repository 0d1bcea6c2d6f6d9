"""日历 (RFC 5545): whole-day entries as a calendar program subscribes to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

WIDTH = 75  # octets of a line; what is longer goes on after a blank


@dataclass(frozen=True)
class Entry:
    """一天的一项."""

    uid: str
    on: date
    title: str
    text: str = ""
    url: str = ""


def calendar(name: str, entries: Iterable[Entry], at: datetime) -> bytes:
    """The file."""
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//landplan//ZH", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_escaped(name)}"]
    for one in entries:
        lines += ["BEGIN:VEVENT", f"UID:{_escaped(one.uid)}", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}",
                  f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}", f"SUMMARY:{_escaped(one.title)}", "TRANSP:TRANSPARENT"]
        lines += [f"DESCRIPTION:{_escaped(one.text)}"] if one.text else []
        lines += [f"URL:{one.url}"] if one.url else []
        lines.append("END:VEVENT")
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> Iterator[str]:
    """Never more than 75 octets, never through a character."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > WIDTH:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + octets
    yield part
