"""The process that judges or imports one upload.

It is started as `python -m partyhub.import_process INSTANCE TOKEN MEMORY SECONDS`. Its task and its
outcome are in files beside the upload (see registers/importing/web/tasks).
"""
