"""Rules about organizations and the terms of their committees."""

from partyhub.organizations.problems import terms, tree

problems = (*terms.problems, *tree.problems)
