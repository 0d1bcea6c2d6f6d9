"""备份与恢复: the database, the evidence store, and a manifest of what they hold."""
