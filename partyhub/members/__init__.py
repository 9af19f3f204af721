"""Members with their dated assignments, posts in the Party, and yearly appraisals."""
