"""Campaigns such as 三亮三比: what activities, posts and projects are part of. Data, not code."""
