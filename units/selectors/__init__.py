from .actors import NOBODY, actor_of, actor_without_post, chosen, post_of, posts_of
from .regions import (
    counties_of,
    county_rows,
    find_region,
    find_unit,
    find_units,
    levels_below,
    region_of,
    territory,
    unit_rows,
    unit_sql,
    upward,
)
from .tokens import post_of_token

__all__ = ["NOBODY", "actor_of", "actor_without_post", "chosen", "counties_of", "county_rows", "find_region", "find_unit", "find_units",
           "levels_below", "post_of", "post_of_token", "posts_of", "region_of", "territory", "unit_rows", "unit_sql", "upward"]
