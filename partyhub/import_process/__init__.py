"""Judging or importing one upload, in a process of its own.

It is started as `python -m partyhub.import_process INSTANCE TOKEN MEMORY SECONDS`; what it does and
how it ends lies in files beside the upload (see registers/importing/tasks).
"""
