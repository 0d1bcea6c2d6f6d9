"""读文件的子进程: everything that touches the bytes of a foreign file runs here, under limits of memory and time (see ..bounded).

The process starts without the roof of the project: no settings, no database, no secrets.
"""
