"""Rules about commissars: their appointments, and what they do."""

from partyhub.commissars.problems import appointments, duties

problems = (*appointments.problems, *duties.problems)
