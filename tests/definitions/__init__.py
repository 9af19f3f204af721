"""Tests of workdays and lists of words."""
