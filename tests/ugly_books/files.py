"""Files: csv in every encoding and separator, files saved by LibreOffice, names that lie."""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

from .base import ugly, xlsx

TEXT = "地块编号,地块名称,面积,批准日期\r\nA-1,\"东,块\",12,2021.3.22\r\n"
ROW = {"no": "A-1", "name": "东,块", "area": 12, "on": "2021-03-22"}
HEAD = [["某县台账"], ["地块编号", "地块名称", "面积（亩）", "批准日期"], ["0012", "东块", 12.5, "2021. 3. 22"], ["合计", None, 12.5]]
SAVED = {"no": "0012", "name": "东块", "area": "12.5", "on": "2021-03-22"}


@ugly(ROW, suffix="csv")
def csv_utf8(): return TEXT.encode()


@ugly(ROW, suffix="csv")
def csv_utf8_with_mark(): return TEXT.encode("utf-8-sig")


@ugly(ROW, suffix="csv")
def csv_gb18030(): return TEXT.encode("gb18030")


@ugly(ROW, suffix="csv")
def csv_utf16_with_mark(): return TEXT.encode("utf-16")


@ugly(ROW, suffix="csv")
def csv_utf16_without_mark(): return TEXT.encode("utf-16-le")


@ugly(dict(ROW, name="东块"), suffix="csv")
def csv_with_semicolons(): return TEXT.replace("\"东,块\"", "东块").replace(",", ";").encode("gb18030")


@ugly(ROW, suffix="csv")
def csv_with_tabs(): return TEXT.replace("\"东,块\"", "东|块").replace(",", "\t").replace("东|块", "东,块").encode("utf-16")


@ugly(ROW, suffix="csv")
def csv_that_names_its_separator(): return ("sep=,\r\n" + TEXT).encode("utf-8-sig")


@ugly({"no": "0012", "area": 12}, suffix="csv")
def csv_text_kept_as_a_formula_of_text(): return '地块编号,面积\n="0012",12\n'.encode()


@ugly({"no": "A-1", "name": "东\n块", "area": 12}, suffix="csv")
def csv_with_a_line_break_in_a_cell(): return '地块编号,地块名称,面积\nA-1,"东\n块",12\n'.encode()


@ugly({"no": "A-1", "area": 12}, suffix="csv")
def csv_with_title_rows_and_ragged_lines(): return "某县台账\n\n地块编号,面积,备注\nA-1,12\n".encode("gb18030")


@ugly({"no": "A-1", "area": 12}, suffix="xls")
def xlsx_under_the_name_of_an_xls(): return xlsx([["地块编号", "面积"], ["A-1", 12]])


@ugly(ROW, suffix="xls")
def csv_under_the_name_of_an_xls(): return TEXT.encode("gb18030")


@cache
def saved_by_libreoffice(form: str) -> bytes:
    """The table as LibreOffice itself saves it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in" / "a.xlsx"
        source.parent.mkdir()
        source.write_bytes(xlsx(HEAD, ["A1:D1"]))
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return next(Path(folder).glob("a.*")).read_bytes()


@ugly(SAVED, totals=(4,))
def xlsx_saved_by_libreoffice(): return saved_by_libreoffice("xlsx")


@ugly(SAVED, totals=(4,), suffix="xls")
def xls_saved_by_libreoffice(): return saved_by_libreoffice("xls")


@ugly(SAVED, totals=(4,), suffix="csv")
def csv_saved_by_libreoffice_in_gb18030(): return saved_by_libreoffice("csv:Text - txt - csv (StarCalc):44,34,GB18030")


@ugly(SAVED, totals=(4,), suffix="csv")
def csv_saved_by_libreoffice_with_tabs_in_utf8(): return saved_by_libreoffice("csv:Text - txt - csv (StarCalc):9,34,UTF-8")
