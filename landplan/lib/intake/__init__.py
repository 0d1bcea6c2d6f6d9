"""读表: messy workbooks of others as checked rows, in bounded time and memory; knows no app.

`book` reads a file in a child process, `heads` finds the head, `rows` reads the cells by the `columns` of a section, `returned` gives the
same workbook back with its errors, `template` makes our own. How they go together: docs/decisions/reading-workbooks.md.
"""
