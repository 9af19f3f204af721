"""Spans of days on which members may not vote; no reason is stored."""
