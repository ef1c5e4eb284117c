-- 100,000 issues of one project, and a member of it who is no administrator. On a database that Redmine has migrated and filled with
-- its default data (rake db:migrate redmine:load_default_data REDMINE_LANG=en).
BEGIN;

UPDATE settings SET value = '0' WHERE name = 'login_required';

-- The password is clerk-of-the-bench: Redmine keeps sha1(salt + sha1(password)).
INSERT INTO users (login, hashed_password, salt, firstname, lastname, admin, status, language, type, mail_notification, must_change_passwd, created_on, updated_on)
SELECT 'clerk',
       '67ec1e8c484fa49c31222cf6ee93de9688ec2a79', 'bench',
       'Clerk', 'Bench', false, 1, 'en', 'User', 'none', false, now(), now();

INSERT INTO projects (name, description, homepage, is_public, created_on, updated_on, identifier, status, lft, rgt, inherit_members)
VALUES ('Bench', '', '', false, now(), now(), 'bench', 1, 1, 2, false);

INSERT INTO enabled_modules (project_id, name) SELECT id, 'issue_tracking' FROM projects WHERE identifier = 'bench';
INSERT INTO projects_trackers (project_id, tracker_id) SELECT p.id, t.id FROM projects p, trackers t WHERE p.identifier = 'bench';

INSERT INTO members (user_id, project_id, created_on, mail_notification)
SELECT u.id, p.id, now(), false FROM users u, projects p WHERE u.login = 'clerk' AND p.identifier = 'bench';
INSERT INTO member_roles (member_id, role_id)
SELECT m.id, r.id FROM members m, roles r WHERE m.user_id = (SELECT id FROM users WHERE login = 'clerk') AND r.builtin = 0 ORDER BY r.position LIMIT 1;

INSERT INTO issues (tracker_id, project_id, subject, description, due_date, status_id, assigned_to_id, priority_id, author_id, lock_version,
                    created_on, updated_on, start_date, done_ratio, lft, rgt, is_private)
SELECT (SELECT min(id) FROM trackers), p.id, '第' || n || '件：食堂菜价没有公开', '菜价没有公示', DATE '2014-09-01' + (n % 90),
       s.ids[1 + n % array_length(s.ids, 1)], u.id, (SELECT min(id) FROM enumerations WHERE type = 'IssuePriority'), u.id, 0,
       TIMESTAMP '2014-03-01' + n * INTERVAL '1 minute', TIMESTAMP '2014-03-01' + n * INTERVAL '1 minute', DATE '2014-03-01', 0, 1, 2, false
FROM generate_series(1, 100000) n, projects p, users u, (SELECT array_agg(id) AS ids FROM issue_statuses) s
WHERE p.identifier = 'bench' AND u.login = 'clerk';
UPDATE issues SET root_id = id;

COMMIT;
VACUUM ANALYZE;
