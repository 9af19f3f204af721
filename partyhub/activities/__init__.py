"""Meetings and other activities, with the people expected and present."""
