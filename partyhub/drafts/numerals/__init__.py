"""Numbers as drafts write them, in Chinese and in English."""
