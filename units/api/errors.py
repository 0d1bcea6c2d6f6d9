"""接口的拒绝: one shape for every refusal - {code, message, field, changes, items}."""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404
from rest_framework.response import Response
from rest_framework.views import exception_handler

from landplan.lib.errors import Refusal, Refusals

_UNPROCESSABLE = {"key_reused": 422}
_WORDS = {400: "内容不合要求。", 401: "请先登录或带上令牌。", 403: "你现在的岗位不能办。", 404: "没有找到。", 405: "这个地址不接受这种请求。",
          415: "内容的格式不认识。请用 JSON。", 429: "请求太多，请稍后再试。"}


def refusal_body(refusal: Refusal) -> dict:
    """A refusal as JSON."""
    body = {"code": refusal.code, "message": refusal.message, "field": refusal.field}
    if getattr(refusal, "changes", None):
        body["changes"] = [{"field": str(c[0]), "seen": str(c[1]), "now": str(c[2])} for c in refusal.changes]
    if isinstance(refusal, Refusals):
        body["items"] = [refusal_body(item) for item in refusal.items]
    return body


def handle(error, context):
    """DRF's exception handler."""
    if isinstance(error, Refusal):
        return _note(context, Response(refusal_body(error), status=_UNPROCESSABLE.get(error.code, error.status)), error.message)
    if isinstance(error, ObjectDoesNotExist):
        error = Http404()
    if isinstance(error, ValidationError):
        message = "；".join(error.messages)
        return _note(context, Response({"code": "invalid", "message": message, "field": None}, status=400), message)
    response = exception_handler(error, context)
    if response is None:
        return None
    found = response.data
    detail = found.get("detail") if isinstance(found, dict) else None
    word = _WORDS.get(response.status_code, _WORDS[400])
    message = word if response.status_code == 404 else str(detail or word)
    body = {"code": getattr(detail, "code", "invalid"), "message": message, "field": None}
    if response.status_code == 400 and detail is None:
        body["items"] = _items(found)
        body["message"] = "；".join(item["message"] for item in body["items"]) or message
    response.data = body
    return _note(context, response, body["message"])


def _items(found) -> list[dict]:
    """Serializer errors as a flat list of (field, sentence)."""
    if isinstance(found, dict):
        return [{"field": None if name == "non_field_errors" else name, "code": getattr(text, "code", "invalid"), "message": str(text)}
                for name, texts in found.items() for text in (texts if isinstance(texts, list) else [texts])]
    return [{"field": None, "code": "invalid", "message": str(text)} for text in found]


def _note(context: dict, response: Response, message: str) -> Response:
    """For the audit of refusals."""
    context["request"]._request.refusal_message = message
    return response
