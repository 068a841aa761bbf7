-- The raw signals of a row as bytes (SignalBatchCodec), about a sixth of what the same take as text.
--
-- They stand in a column of their own, and a row has one of the two. So no row that is stored already is written over, however
-- many there are. What analysers that run elsewhere send stays the text that it is.
ALTER TABLE cheat_scores
    ADD COLUMN signal_bytes bytea,
    ALTER COLUMN signals DROP NOT NULL,
    -- Not valid: it holds for what is stored, and a look at each row of a large table would hold it for long.
    ADD CONSTRAINT cheat_scores_signals_once CHECK (num_nonnulls(signals, signal_bytes) = 1) NOT VALID;

ALTER TABLE unfinished_scores
    ADD COLUMN signal_bytes bytea,
    ALTER COLUMN signals DROP NOT NULL,
    ADD CONSTRAINT unfinished_scores_signals_once CHECK (num_nonnulls(signals, signal_bytes) = 1);
