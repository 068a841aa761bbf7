-- That nobody has asked for a clip is told some minutes after it came, once: such rows are looked for every few seconds. Their tries are 0
-- until it is told.

CREATE INDEX clip_checks_not_requested ON clip_checks (due_at) WHERE state = 'not_requested' AND tries = 0;
