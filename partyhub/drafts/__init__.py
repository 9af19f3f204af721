"""The draft checker: every number of a text, judged by the figures and the honors on record."""
