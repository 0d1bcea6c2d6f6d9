"""文书号的写法: the year stands in 〔〕, as the issued papers write it."""

from __future__ import annotations

import re

from landplan.lib.text import clean_text

_YEAR = re.compile(r"[\[(（【［〔﹝]\s*((?:19|20)\d{2})\s*[\])）】］〕﹞]")


def tidy_doc_no(text: object) -> str:
    """文书号: a year in any other bracket is put into 〔〕; everything else stays as typed."""
    return _YEAR.sub(r"〔\1〕", clean_text(text).replace("\n", " "))


def tidy_case_no(text: object) -> str:
    """案号: a year in any other bracket is put into （）, as courts write it; everything else stays as typed."""
    return _YEAR.sub(r"（\1）", clean_text(text).replace("\n", " "))
