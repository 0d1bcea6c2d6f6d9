from .load import load_plan

__all__ = ["load_plan"]
