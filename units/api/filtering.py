"""接口的筛选: the form of a dozen filters is built only where one of them is asked for."""

from django_filters.rest_framework import DjangoFilterBackend


class AskedFilters(DjangoFilterBackend):
    """The filters of a list; an address that names none of them leaves the list as it is."""

    def filter_queryset(self, request, queryset, view):
        filters = self.get_filterset_class(view, queryset)
        if filters is None or filters.base_filters.keys().isdisjoint(request.query_params):
            return queryset
        return super().filter_queryset(request, queryset, view)
