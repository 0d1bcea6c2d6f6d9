"""Titles, heads, totals, blank rows, sheets."""

from openpyxl.styles import PatternFill

from .base import ugly, xlsx

A = ["A-1", 12]
PLAIN = ["地块编号", "面积"]


def one(): return ({"no": "A-1", "area": 12},)


@ugly(*one())
def plain_table(): return xlsx([PLAIN, A])


@ugly(*one())
def one_title_row_merged_over_all_columns(): return xlsx([["某县台账"], PLAIN, A], ["A1:B1"])


@ugly(*one())
def five_title_rows():
    return xlsx([["附件3"], ["驻马店市台账"], ["填报单位（盖章）：", "填报时间：2021.9.22"], [], ["此表统计时间截止2021年9月22日"], PLAIN, A])


@ugly(*one())
def thirty_title_rows(): return xlsx([[f"说明第{n}条"] for n in range(30)] + [PLAIN, A])


@ugly({"no": "A-1", "area": 12, "left": 5})
def two_level_head():
    return xlsx([["序号", "地块编号", "面积情况", None], [None, None, "批准面积", "剩余面积"], [1, "A-1", 12, 5]], ["A1:A2", "B1:B2", "C1:D1"])


@ugly({"no": "A-1", "area": 12, "left": 5, "name": "东块"})
def three_level_head_under_a_title():
    return xlsx([["台账"], ["地块", None, "面积（亩）", None], ["基本信息", None, "其中", None], ["编号", "项目名称", "批准面积", "未供面积"],
                 ["A-1", "东块", 12, 5]], ["A1:D1", "A2:B2", "A3:B3", "C2:D2", "C3:D3"])


@ugly({"no": "A-1", "area": 12, "left": 5})
def two_levels_make_one_name(): return xlsx([["地块", "批准", "剩余"], ["编号", "面积", "面积"], ["A-1", 12, 5]])


@ugly(*one())
def head_with_line_breaks_and_spaces(): return xlsx([["地 块\n编 号", "面  积\n（亩）"], A])


@ugly(*one())
def head_with_full_width_space_and_star(): return xlsx([["＊地块　编号", "面积："], A])


@ugly({"no": "A-1", "area": 180})
def hectares_in_the_head(): return xlsx([["地块编号", "面积（公顷）"], A])


@ugly({"no": "A-1", "area": 180})
def hectares_stated_above_the_table(): return xlsx([["台账", "单位：公顷"], PLAIN, A])


@ugly({"no": "A-1", "area": 180, "price": 350000})
def two_units_stated_above_the_table(): return xlsx([["单位：公顷、万元"], ["地块编号", "面积", "成交价款"], ["A-1", 12, 35]])


@ugly({"no": "A-1", "area": "0.018"})
def square_metres_in_the_head(): return xlsx([["地块编号", "面积(㎡)"], A])


@ugly({"no": "A-1", "area": 12, "price": 3500000})
def ten_thousand_yuan_in_the_head(): return xlsx([["地块编号", "面积", "成交价款（万元）"], ["A-1", 12, 350]])


@ugly({"no": "A-1", "area": 12}, {"no": "A-2", "area": 3}, totals=(3, 5, 6))
def subtotals_between_the_rows():
    return xlsx([PLAIN, A, ["小计", 12], ["A-2", 3], ["小  计", 3], ["合计：", 15]])


@ugly(*one(), totals=(2, 4))
def total_row_before_the_data(): return xlsx([["序号", *PLAIN], ["合计", None, 12], [1, *A], ["中心城区合计", None, 12]], ["A2:B2"])


@ugly(*one(), totals=(3,))
def total_of_a_named_county(): return xlsx([["县区", *PLAIN], ["驿城区", *A], ["驿城区合计", None, 12]])


@ugly({"no": "A-1", "area": 12}, {"no": "A-2", "area": 3})
def head_repeated_on_every_page(): return xlsx([PLAIN, A, [], PLAIN, ["A-2", 3]])


@ugly({"no": "A-1", "area": 12}, {"no": "A-2", "area": 3})
def title_and_head_repeated(): return xlsx([["台账"], PLAIN, A, ["台账"], PLAIN, ["A-2", 3]], ["A1:D1", "A4:D4"])


@ugly(*one())
def line_that_numbers_the_columns(): return xlsx([["序号", *PLAIN, "备注"], [1, 2, 3, 4], [1, *A, None]])


@ugly(*one())
def line_that_numbers_the_columns_with_stems(): return xlsx([["县区", *PLAIN, "剩余面积", "宗数"], ["甲", "乙", 1, 2, 3], ["驿城区", *A]])


@ugly(*one(), {"no": "A-2", "area": 3})
def blank_rows_between(): return xlsx([[], PLAIN, [], A, [], [None, "  "], ["A-2", 3], []])


@ugly(*one())
def blank_columns_before_and_between(): return xlsx([[None, None, "地块编号", None, "面积"], [None, None, "A-1", None, 12]])


@ugly(*one())
def serial_numbers_prefilled_far_below(): return xlsx([["序号", *PLAIN], [1, *A], *([n] for n in range(2, 200))])


@ugly(*one())
def notes_below_the_table(): return xlsx([PLAIN, A, ["备注：均为净面积"], ["填报人：张某", "审核人：李某"], ["注1：含代征"]])


@ugly({"no": "A-1", "area": 12}, {"no": "A-2", "area": 3})
def rows_that_name_a_group(): return xlsx([PLAIN, ["一、批而未供"], A, ["二、闲置土地"], ["A-2", 3]], ["A2:E2", "A4:E4"])


@ugly({"no": "A-1", "area": 12, "county": "411702"}, {"no": "A-2", "area": 3, "county": "411702"})
def county_merged_over_its_rows(): return xlsx([["县区", *PLAIN], ["驿城区", *A], [None, "A-2", 3]], ["A2:A3"])


@ugly({"no": "A-1", "area": 12}, {"no": "A-2", "area": None}, errors=("B3",))
def area_merged_over_two_rows_counts_once(): return xlsx([PLAIN, A, ["A-2", None]], ["B2:B3"])


@ugly({"no": "A-1", "area": 12})
def columns_in_another_order_with_unknown_ones(): return xlsx([["面积", "经办", "地块编号", "备注"], [12, "张某", "A-1", "无"]])


@ugly({"no": "A-1", "area": 12})
def the_same_head_twice_the_left_one_counts(): return xlsx([["地块编号", "面积", "面积"], ["A-1", 12, 99]])


@ugly({"no": "A-1", "area": 12})
def title_that_names_a_column(): return xlsx([["地块编号、面积登记表"], PLAIN, A])


@ugly(*one(), sheet="台账")
def the_table_is_on_the_third_sheet():
    def change(book):
        book.active.title = "说明"
        book.create_sheet("目录").append(["编号", "表名"])
        for line in (["台账"], PLAIN, A):
            book["台账"].append(line) if "台账" in book.sheetnames else book.create_sheet("台账").append(line)
    return xlsx([["请先看说明"]], change=change)


@ugly(*one(), sheet="新")
def a_hidden_older_sheet_fits_as_well():
    def change(book):
        book.active.title, book.active.sheet_state = "旧", "hidden"
        book.create_sheet("新").append(PLAIN)
        book["新"].append(A)
        book.active = 1
    return xlsx([PLAIN, ["A-0", 1]], change=change)


@ugly(*one())
def ten_thousand_styled_empty_rows():
    def change(book):
        for number in range(3, 10_000):
            book.active.cell(number, 1).fill = PatternFill("solid", fgColor="FFFF00")
    return xlsx([PLAIN, A], change=change)


@ugly(*one())
def a_stray_space_in_row_60000(): return xlsx([PLAIN, A], change=lambda book: book.active.cell(60_000, 2, " "))


@ugly(*one())
def table_that_begins_at_d7():
    def change(book):
        for number, line in enumerate((PLAIN, A), 7):
            for index, value in enumerate(line, 4):
                book.active.cell(number, index, value)
    return xlsx([], change=change)
