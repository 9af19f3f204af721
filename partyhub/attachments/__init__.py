"""Files that are attached to records: photos, scans and documents of any register."""
