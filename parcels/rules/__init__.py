"""规则: is this step lawful? Pure functions and tables; no database, no clock."""
