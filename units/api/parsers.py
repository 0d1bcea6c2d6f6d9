"""接口的读入: JSON that is nested without end is refused, not a server error."""

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class CarefulJSONParser(JSONParser):
    """JSON, no deeper than a record needs."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError("JSON 嵌套太深，读不出来。请按接口文档的格式写。")
