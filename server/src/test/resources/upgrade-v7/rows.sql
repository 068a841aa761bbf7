-- An installation as the first version with schema 7 left it behind: sittings that are over and going on, their answers, scores
-- in several partitions and in none, incidents, clips, and what only concerns the moment. Run by the superuser after the
-- migrations up to 7. Never changed: what such an installation holds does not change any more.
--
-- Everybody's password is "correct-horse-battery" (bcrypt at its cheapest). The clips' bytes are TestClip.webm("upgrade one"),
-- "upgrade two" and "upgrade three".

SELECT set_config('invigil.role', 'system', false);
SELECT invigil_add_score_partition(day) FROM (VALUES (date '2026-03-01'), (date '2026-03-02')) days (day);

INSERT INTO profiles (id, username, display_name, role, created_at, disabled_at) VALUES
    ('00000000-0000-4000-8000-000000000001', 'boss', 'Ada Administrator', 'admin', '2026-01-01T08:00:00Z', NULL),
    ('00000000-0000-4000-8000-000000000002', 'watch', 'Pál Próctor', 'proctor', '2026-01-01T08:01:00Z', NULL),
    ('00000000-0000-4000-8000-000000000011', 'ann', 'Ann Ödegård', 'student', '2026-01-02T08:00:00.123456Z', NULL),
    ('00000000-0000-4000-8000-000000000012', 'bo', 'Bo 李', 'student', '2026-01-02T08:00:01Z', NULL),
    ('00000000-0000-4000-8000-000000000013', 'gone', 'Gone "Away" \N', 'student', '2026-01-02T08:00:02Z', '2026-02-01T00:00:00Z');

INSERT INTO credentials (profile_id, password_hash, changed_at)
    SELECT id, '{bcrypt}$2a$04$6qU9kZcCmdw9dWikYE/OVOAcqkOAJ1YZVaGrPNpHApulBGJiHtnEW', created_at FROM profiles;

INSERT INTO service_tokens VALUES
    ('00000000-0000-4000-8000-000000000021', 'second analyser', repeat('ab', 32), '2026-01-03T00:00:00Z', NULL),
    ('00000000-0000-4000-8000-000000000022', 'old analyser', repeat('cd', 32), '2026-01-03T00:00:00Z', '2026-01-04T00:00:00Z');

INSERT INTO exams (id, title, description, opens_at, closes_at, duration_minutes, question_count, policy, created_at, updated_at) VALUES
    ('00000000-0000-4000-8000-000000000031', 'Past exam', E'Two lines\nand a \\ backslash', '2026-03-01T08:00:00Z', '2026-03-03T18:00:00Z',
     60, 2, '{"may_look_down": true}', '2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z'),
    ('00000000-0000-4000-8000-000000000032', 'Exam that is open', '', now() - interval '1 hour', now() + interval '7 hours',
     300, 2, '{}', '2026-01-05T00:00:00Z', '2026-01-06T00:00:00Z');

INSERT INTO questions (id, exam_id, position, kind, prompt, options) VALUES
    ('00000000-0000-4000-8000-000000000041', '00000000-0000-4000-8000-000000000031', 1, 'multiple_choice', 'Which?',
     '[{"option_id": "a", "text": "Yes"}, {"option_id": "b", "text": "No"}]'),
    ('00000000-0000-4000-8000-000000000042', '00000000-0000-4000-8000-000000000031', 2, 'text', 'Why?', '[]'),
    ('00000000-0000-4000-8000-000000000043', '00000000-0000-4000-8000-000000000032', 1, 'single_choice', 'One?',
     '[{"option_id": "a", "text": "Yes"}, {"option_id": "b", "text": "No"}]'),
    ('00000000-0000-4000-8000-000000000044', '00000000-0000-4000-8000-000000000032', 2, 'text', 'Why now?', '[]');

-- Over by hand, over by time, over long ago on a day without a partition, and two that go on.
INSERT INTO exam_sessions (id, exam_id, student_id, status, started_at, ends_at, submitted_at, submit_reason, cheat_score,
                           consent_version, consented_at, policy, last_focus_score) VALUES
    ('00000000-0000-4000-8000-000000000051', '00000000-0000-4000-8000-000000000031', '00000000-0000-4000-8000-000000000011', 'submitted',
     '2026-03-01T09:00:00.250Z', '2026-03-01T10:00:00.250Z', '2026-03-01T09:40:00Z', 'student', 12.50, '1', '2026-03-01T09:00:00.250Z',
     '{"may_look_down": true}', 88.25),
    ('00000000-0000-4000-8000-000000000052', '00000000-0000-4000-8000-000000000031', '00000000-0000-4000-8000-000000000012', 'submitted',
     '2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z', '2026-03-02T10:00:15Z', 'time', 71.00, '1', '2026-03-02T09:00:00Z', '{}', 41.00),
    ('00000000-0000-4000-8000-000000000053', '00000000-0000-4000-8000-000000000031', '00000000-0000-4000-8000-000000000013', 'submitted',
     '2025-12-31T23:59:59Z', '2026-01-01T00:59:59Z', '2026-01-01T00:30:00Z', 'student', 0.00, '1', '2025-12-31T23:59:59Z', '{}', 100.00),
    ('00000000-0000-4000-8000-000000000054', '00000000-0000-4000-8000-000000000032', '00000000-0000-4000-8000-000000000011', 'active',
     now() - interval '10 minutes', now() + interval '290 minutes', NULL, NULL, NULL, '1', now() - interval '10 minutes', '{}', NULL),
    ('00000000-0000-4000-8000-000000000055', '00000000-0000-4000-8000-000000000032', '00000000-0000-4000-8000-000000000012', 'active',
     now() - interval '5 minutes', now() + interval '295 minutes', NULL, NULL, NULL, '1', now() - interval '5 minutes', '{}', NULL);

INSERT INTO answers (session_id, question_id, student_id, value, revision, saved_at) VALUES
    ('00000000-0000-4000-8000-000000000051', '00000000-0000-4000-8000-000000000041', '00000000-0000-4000-8000-000000000011',
     '{"option_ids": ["a", "b"]}', 3, '2026-03-01T09:10:00.001Z'),
    ('00000000-0000-4000-8000-000000000051', '00000000-0000-4000-8000-000000000042', '00000000-0000-4000-8000-000000000011',
     jsonb_build_object('text', E'Because\tof «ünïcödé», a\nsecond line, \\N, \\. and 🦉'), 41, '2026-03-01T09:39:59.999999Z'),
    ('00000000-0000-4000-8000-000000000052', '00000000-0000-4000-8000-000000000041', '00000000-0000-4000-8000-000000000012',
     '{"option_ids": []}', 1, '2026-03-02T09:10:00Z'),
    ('00000000-0000-4000-8000-000000000054', '00000000-0000-4000-8000-000000000044', '00000000-0000-4000-8000-000000000011',
     '{"text": "Half an ans"}', 7, now() - interval '9 minutes');

INSERT INTO cheat_scores (session_id, student_id, batch_seq, session_started_at, started_at, ended_at, frames, focus_score, focus_score_min,
                          cheat_score, presence, detected_behavior, signals)
    SELECT s.id, s.student_id, n + CASE WHEN s.status = 'active' THEN 4294967296 ELSE 0 END, s.started_at,
           s.started_at + n * interval '400 ms', s.started_at + n * interval '400 ms' + interval '300 ms', 10,
           100 - n * 0.25, 99 - n * 0.25, n * 0.5, CASE WHEN n % 7 = 0 THEN 'hidden' ELSE 'present' END,
           CASE WHEN n % 5 = 0 THEN '{"looking_left": {"frames": 7, "confidence": 0.9}}'::jsonb ELSE '{}' END,
           ('{"t": [0, 33.5],  "yaw": [' || n || ', null], "presence": "ph"}')::json
      FROM exam_sessions s, generate_series(0, 39) n;

INSERT INTO incidents (id, session_id, student_id, behavior, started_at, ended_at, confidence, focus_score_min) VALUES
    ('00000000-0000-4000-8000-000000000061', '00000000-0000-4000-8000-000000000051', '00000000-0000-4000-8000-000000000011', 'looking_left',
     '2026-03-01T09:05:00Z', '2026-03-01T09:05:08.500Z', 0.875, 44.50),
    ('00000000-0000-4000-8000-000000000062', '00000000-0000-4000-8000-000000000052', '00000000-0000-4000-8000-000000000012', 'looking_up',
     '2026-03-02T09:05:00Z', '2026-03-02T09:05:06Z', 1.000, 20.00),
    ('00000000-0000-4000-8000-000000000063', '00000000-0000-4000-8000-000000000055', '00000000-0000-4000-8000-000000000012', 'looking_right',
     now() - interval '2 minutes', NULL, 0.700, 33.00);

INSERT INTO video_metadata (id, session_id, student_id, storage_path, file_size_bytes, sha256, content_type, behavior, recorded_at, duration_ms, uploaded_at) VALUES
    ('00000000-0000-4000-8000-000000000071', '00000000-0000-4000-8000-000000000051', '00000000-0000-4000-8000-000000000011',
     'exam-recordings/00000000-0000-4000-8000-000000000011/00000000-0000-4000-8000-000000000051/20260301T090456.000Z.webm', 55,
     '3c64e623f8cd915c5a108a76b514e260ebba759b9df82bdbce87343b6dca3ea0', 'video/webm', 'looking_left', '2026-03-01T09:04:56Z', 10000, '2026-03-01T09:05:30Z'),
    ('00000000-0000-4000-8000-000000000072', '00000000-0000-4000-8000-000000000052', '00000000-0000-4000-8000-000000000012',
     'exam-recordings/00000000-0000-4000-8000-000000000012/00000000-0000-4000-8000-000000000052/20260302T090456.000Z.webm', 55,
     '58829ea9d916ede36615bdbbbb92356c0f73e03a68dc96849e3673de2b11800b', 'video/webm', 'focus_score', '2026-03-02T09:04:56Z', 9876, '2026-03-02T09:05:30Z'),
    ('00000000-0000-4000-8000-000000000073', '00000000-0000-4000-8000-000000000054', '00000000-0000-4000-8000-000000000011',
     'exam-recordings/00000000-0000-4000-8000-000000000011/00000000-0000-4000-8000-000000000054/20260601T090456.000Z.webm', 57,
     '9090f8c98fcc0b67063f528f11a7e83ba648732b7b146879a17fb469c24014c9', 'video/webm', 'absent', now() - interval '8 minutes', 10000, now() - interval '7 minutes');

-- Who scores what is going on, and a row that was being gathered when the server ended.
INSERT INTO session_streams (session_id, node_id, epoch, closing, parks, parked_epoch, parked_state) VALUES
    ('00000000-0000-4000-8000-000000000054', '00000000-0000-4000-8000-0000000000a1', 1, false, 1, 1, NULL),
    ('00000000-0000-4000-8000-000000000055', '00000000-0000-4000-8000-0000000000a1', 1, false, 0, NULL, NULL);
INSERT INTO unfinished_scores (session_id, student_id, batch_seq, session_started_at, started_at, ended_at, frames, focus_score, focus_score_min,
                               cheat_score, presence, detected_behavior, signals)
    SELECT id, student_id, 4294967336, started_at, started_at + interval '16 s', started_at + interval '16100 ms', 4, 75, 75, 20, 'present', '{}',
           '{"t": [0], "presence": "p"}'
      FROM exam_sessions WHERE id = '00000000-0000-4000-8000-000000000055';

-- What is about the moment.
INSERT INTO nodes (node_id, beat_at) VALUES ('00000000-0000-4000-8000-0000000000a1', now() - interval '1 minute');
INSERT INTO live_boards VALUES ('00000000-0000-4000-8000-0000000000a1', 1, '');
INSERT INTO shedlock VALUES ('retention', now(), now(), 'a server that is gone');
INSERT INTO spring_session VALUES ('00000000-0000-4000-8000-0000000000b1', '00000000-0000-4000-8000-0000000000b2', 0, 0, 1, 1, 'ann');
INSERT INTO spring_session_attributes VALUES ('00000000-0000-4000-8000-0000000000b1', 'a', '\x00');
