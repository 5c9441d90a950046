package io.reeve.core.dm;

import io.reeve.core.tree.Code;
import io.reeve.core.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What a session does with the service's commands: carries out the new ones, answers the resent
/// ones as before.
final class Work {
  private static final int MOST_READS = 100_000;

  private final Tree tree;
  private final Reassembly reassembly;
  private final String session;
  private final Replays replays = new Replays();
  private final Set<String> reads = new HashSet<>();
  private int commands;
  private int failed;

  /// @param session names the session for ever
  Work(Tree tree, Reassembly reassembly, String session) {
    this.tree = tree;
    this.reassembly = reassembly;
    this.session = session;
  }

  /// Whether a large object of the service is not yet whole.
  boolean awaitsChunk() {
    return reassembly.isOpen();
  }

  int commands() {
    return commands;
  }

  int failed() {
    return failed;
  }

  /// A command and how it is answered: by what was said before, or by what comes of it now.
  ///
  /// @param echo whether the service sent it before in this session
  private record Line(String id, boolean echo, List<Part> again, Slot slot) {}

  /// Carries out a message's commands; their answers go into `outgoing`, statuses before results.
  ///
  /// @return whether there were commands and all of them had been answered before
  boolean carryOut(Message message, Outgoing outgoing) {
    var msgRef = message.header().msgId();
    var ids = new Ids(session, msgRef);
    var runner = new CommandRunner(tree, reassembly, ids);
    var lines = new ArrayList<Line>();
    var seen = new HashMap<String, String>();
    for (var command : message.commands()) {
      if (!(command instanceof Command.Status) && !(command instanceof Command.Results)) {
        lines.add(line(command, ids, msgRef, runner, seen));
      }
    }
    runner.settle();
    outgoing.addAll(runner.alerts());
    answer(lines, new Answers(msgRef, outgoing.largestObject()), outgoing);
    return !lines.isEmpty() && lines.stream().allMatch(Line::echo);
  }

  private Line line(
      Command command, Ids ids, String msgRef, CommandRunner runner, Map<String, String> seen) {
    var id = ids.of(command);
    var before = replays.again(id, msgRef);
    if (before.isPresent()) {
      return new Line(id, true, before.get(), new Slot(command));
    }
    var other = seen.put(command.cmdId(), id);
    if (other != null && !command.cmdId().isEmpty()) {
      return new Line(id, false, List.of(), new Slot(command).answer(Code.BAD_REQUEST));
    }
    boolean readBefore = command instanceof Command.Get && !reads.add(id);
    if (reads.size() > MOST_READS) {
      reads.clear();
    }
    return new Line(id, readBefore, List.of(), runner.run(command));
  }

  private void answer(List<Line> lines, Answers answers, Outgoing outgoing) {
    var results = new ArrayList<Part>();
    outgoing.withdraw(
        lines.stream()
            .filter(line -> !line.again.isEmpty())
            .map(line -> line.slot.command.cmdId())
            .collect(Collectors.toSet()));
    for (var line : lines) {
      if (!line.again.isEmpty()) {
        outgoing.addAll(line.again);
        continue;
      }
      var statuses = answers.statuses(line.slot);
      var found = answers.results(line.slot);
      outgoing.addAll(statuses);
      results.addAll(found);
      commands += line.slot.count();
      failed += line.slot.failed() ? 1 : 0;
      remember(line, statuses, found);
    }
    outgoing.addAll(results);
  }

  private void remember(Line line, List<Part> statuses, List<Part> results) {
    boolean read = line.slot.command instanceof Command.Get;
    boolean said = line.slot.matters && !line.slot.command.cmdId().isEmpty();
    if (!read && said && line.slot.isSettled()) {
      var all = new ArrayList<>(statuses);
      all.addAll(results);
      replays.remember(line.id, all);
    }
  }
}
