"""Meetings and other activities, with who was expected and who came."""
