"""landplan: 批而未用土地盘活利用. The queue is loaded here so that a web process knows where jobs go."""

from .celery import app as celery_app

__all__ = ["celery_app"]
