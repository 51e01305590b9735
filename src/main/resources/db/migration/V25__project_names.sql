-- What the project was called when the run froze its inputs: people know projects by name, and names change.
ALTER TABLE frozen_membership ADD project_name text;
