"""Tests of the contradiction finder."""
