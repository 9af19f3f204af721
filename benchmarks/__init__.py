"""How quick an import is, beside django-import-export: `make bench`."""
