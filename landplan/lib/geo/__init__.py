"""图形: readers, writers, checks and tiles of parcel geometry. Knows no app; geometry goes in and out as shapely objects."""
