-- Weeks without sampled questions. Safe beside the program before: the new column has a value by itself.
ALTER TABLE "membership" ADD COLUMN "paused" jsonb DEFAULT '[]'::jsonb NOT NULL;