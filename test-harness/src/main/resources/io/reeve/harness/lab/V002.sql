-- What is asked for each command or event must not cost more the more there are.

ALTER TABLE devices ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0; -- commands without an answer
UPDATE devices SET waiting =
  (SELECT count(*) FROM commands WHERE device = devices.id AND state IN ('QUEUED', 'SENT'));
CREATE TRIGGER command_waits AFTER INSERT ON commands WHEN new.state IN ('QUEUED', 'SENT') BEGIN
  UPDATE devices SET waiting = waiting + 1 WHERE id = new.device;
END;
CREATE TRIGGER command_ends AFTER UPDATE OF state ON commands
WHEN old.state IN ('QUEUED', 'SENT') AND new.state NOT IN ('QUEUED', 'SENT') BEGIN
  UPDATE devices SET waiting = waiting - 1 WHERE id = new.device;
END;

-- Conditions as in the queries of Events and Hints: only then an index is used.
CREATE INDEX events_caused ON events (device, id) WHERE kind NOT IN
  ('user.set', 'user.removed', 'token.made', 'token.removed', 'profile.assigned',
   'profile.unassigned', 'profile.changed', 'profile.removed', 'command.queued',
   'command.cancelled', 'device.enrolled', 'device.leaving', 'device.forgotten',
   'device.unenrolled', 'certificate.revoked', 'ledger.rewritten');
CREATE INDEX events_wanted ON events (device, id) WHERE kind IN
  ('profile.assigned', 'profile.unassigned', 'profile.changed', 'profile.removed',
   'command.queued', 'device.leaving');
