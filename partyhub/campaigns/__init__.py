"""Campaigns such as 三亮三比, which activities, posts and projects can be part of.

They are data, not code.
"""
