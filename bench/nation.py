"""全国: counties in cities in provinces, for what is rolled up."""

from __future__ import annotations

from units.models import Region

COUNTIES, PROVINCES, CITIES = 3000, 31, 10  # cities of a province


def nation(counties: int, provinces: int) -> tuple[Region, list[Region]]:
    """A nation of so many counties, dealt out over its provinces and their cities."""
    top = Region.objects.create(code="990000", name="测速国", full_name="测速国", level="nation", path="990000/")
    above = _made([(f"97{n:02}00", f"测速{n}省", "province", top, n) for n in range(provinces)])
    cities = _made([(f"97{n:02}{m:02}C", f"测速{n}省{m}市", "city", province, 100 + n * CITIES + m)
                    for n, province in enumerate(above) for m in range(CITIES)])
    dealt = [cities[n % provinces * CITIES + n // provinces % CITIES] for n in range(counties)]
    return top, _made([(f"98{n:04}", f"测速{n}县", "county", city, 1000 + n) for n, city in enumerate(dealt)])


def _made(rows: list[tuple]) -> list[Region]:
    Region.objects.bulk_create(Region(code=code, name=name, full_name=name, level=level, parent=parent, path=f"{parent.path}{code}/", sort=sort)
                               for code, name, level, parent, sort in rows)
    return list(Region.objects.filter(code__in=[code for code, *_ in rows]).order_by("sort"))
