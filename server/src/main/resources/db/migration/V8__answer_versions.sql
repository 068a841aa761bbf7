-- An answer is known by a version that whoever writes it makes up, and a write names the version that it builds on. A number
-- could be counted by two windows alike: both were then told "saved", and one text was gone.
--
-- What is stored gets a version here. The default fills it row by row, whoever may write answers, and is dropped again.

ALTER TABLE answers ADD COLUMN version uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE answers ALTER COLUMN version DROP DEFAULT;
ALTER TABLE answers DROP COLUMN revision;
