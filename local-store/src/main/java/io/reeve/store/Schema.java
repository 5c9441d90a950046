package io.reeve.store;

import java.util.List;

/// The tables, as the list of steps that made them. A step that has shipped is never edited; a
/// change is a new step at the end. `PRAGMA user_version` counts the steps a file has been through.
///
/// @param steps each brings a file from the version that its place says to the next
record Schema(List<String> steps) {
  /// That of this program.
  static final Schema NOW =
      new Schema(
          List.of(
              """
              create table note (
                name text primary key,
                text text not null
              ) strict, without rowid;

              create table desired (
                authority text not null,
                uri text not null,
                value text not null,
                sequence integer not null,
                at integer not null,
                primary key (authority, uri)
              ) strict, without rowid;

              create table disowned (
                authority text not null,
                workload text not null,
                primary key (authority, workload)
              ) strict, without rowid;

              create table place (
                id integer primary key autoincrement,
                address text not null unique,
                settings text not null,
                before_value text not null,
                before_detail text not null,
                written text not null,
                preexisting integer not null,
                since integer not null,
                repairs integer not null,
                repaired_at integer
              ) strict;

              create table pass (
                id integer primary key autoincrement,
                atomic integer not null,
                at integer not null
              ) strict;

              create table pass_desired (
                pass integer not null references pass (id) on delete cascade,
                authority text not null,
                uri text not null,
                value text,
                sequence integer,
                at integer,
                primary key (pass, authority, uri)
              ) strict, without rowid;

              create table intent (
                pass integer not null references pass (id) on delete cascade,
                position integer not null,
                address text not null unique,
                settings text not null,
                previous_value text not null,
                previous_detail text not null,
                gives_back integer not null,
                after_settings text,
                before_value text,
                before_detail text,
                written text,
                preexisting integer,
                since integer,
                repairs integer,
                repaired_at integer,
                primary key (pass, position)
              ) strict, without rowid;

              create table outcome (
                uri text primary key,
                state text not null,
                detail text not null,
                at integer not null
              ) strict, without rowid;

              create table event (
                id integer primary key autoincrement,
                at integer not null,
                kind text not null,
                subject text not null,
                text text not null
              ) strict;

              create index event_by_subject on event (subject, id);

              create table outbox (
                id integer primary key autoincrement,
                at integer not null,
                type text not null,
                format text not null,
                source text not null,
                size integer not null,
                data text not null
              ) strict;
              """,
              """
              create table trial_value (
                authority text not null,
                uri text not null,
                value text,
                sequence integer,
                at integer,
                primary key (authority, uri)
              ) strict, without rowid;

              create table trial_disowned (
                authority text primary key,
                workloads text not null
              ) strict, without rowid;

              create table refusal (
                authority text not null,
                uri text not null,
                value text not null,
                reason text not null,
                at integer not null,
                reported integer not null,
                primary key (authority, uri)
              ) strict, without rowid;
              """,
              """
              create table meddling (
                id integer primary key autoincrement,
                address text not null references place (address) on delete cascade,
                at integer not null,
                found text not null,
                who text not null
              ) strict;

              create index meddling_by_address on meddling (address, id);

              create table contest (
                address text primary key references place (address) on delete cascade,
                since integer not null
              ) strict, without rowid;
              """,
              """
              alter table event add column asker text not null default '';

              alter table event add column hash text not null default '';

              create table event_base (
                one integer primary key,
                id integer not null,
                hash text not null
              ) strict;
              """,
              """
              alter table event add column rank integer not null default 0;

              alter table event add column content text not null default '';

              create index event_by_rank on event (rank, id) where content = '';

              alter table event_base add column unchained integer not null default 0;

              insert or ignore into event_base (one, id, hash) values (1, 0, '');

              update event_base set hash = '', unchained = (select coalesce(max(id), 0) from event);

              update event set hash = '';
              """));

  Schema {
    steps = List.copyOf(steps);
  }

  /// How many steps there are.
  int version() {
    return steps.size();
  }

  /// Brings an open database to this version, one step and one transaction at a time.
  void migrate(Database database) {
    for (int step = versionOf(database); step < steps.size(); step++) {
      int next = step + 1;
      var statements = statements(step);
      database.transaction(() -> {
        for (var statement : statements) {
          database.execute(statement);
        }
        database.execute("pragma user_version = " + next);
        return next;
      });
    }
  }

  /// How many steps an open database has been through.
  static int versionOf(Database database) {
    return Math.toIntExact(database.number("pragma user_version"));
  }

  /// The statements of a step, counted from 0.
  List<String> statements(int step) {
    return List.of(steps.get(step).split(";\\s*\n"));
  }
}
