-- Which versions of the program worked on a run: only they can be trusted to draw its documents with the same bytes.
ALTER TABLE invoicing_run ADD program_versions text[] NOT NULL DEFAULT '{}';
