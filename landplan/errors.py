"""错误页: one page (or one JSON body under /api/) for each kind of wrong address, refusal and failure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

_WORDS = {400: "请求读不出来。请返回上一页重新打开。", 403: "你现在的岗位不能办。", 404: "没有找到。",
          500: "程序出错了，没有保存任何内容。请稍后再试。"}


def _json(status: int) -> JsonResponse:
    body = {"code": "error" if status == 500 else "refused", "message": _WORDS[status], "field": None}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def _answer(request: HttpRequest, template: str, status: int) -> HttpResponse:
    return _json(status) if request.path.startswith("/api/") else render(request, template, status=status)


def _bare(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Without the context of the pages, which asks the database."""
    if request.path.startswith("/api/"):
        return _json(status)
    return HttpResponse(render_to_string(template, {"request_id": getattr(request, "request_id", "")}), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: nothing of the request can be trusted, so the page uses no context."""
    return _bare(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _answer(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same for a foreign thing and for none; the message of the exception is never shown."""
    return _answer(request, "404.html", 404)


def failure(request: HttpRequest) -> HttpResponse:
    """500: says nothing of the cause; the log has it, with the number shown to the person."""
    return _bare(request, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the forgery check (settings: CSRF_FAILURE_VIEW)."""
    request.refusal_message = "防伪校验不符"
    return _answer(request, "403_csrf.html", 403)
