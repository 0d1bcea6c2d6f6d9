"""接口的翻页: keyset, no counting."""

from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """By id, 50 a page; `page_size` up to 200."""

    ordering = "id"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
