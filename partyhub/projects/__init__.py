"""The key projects that Party members lead, their milestones, and mentoring."""
