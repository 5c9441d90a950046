package io.reeve.core.reconcile;

import io.reeve.core.reconcile.Preview.Fate;
import io.reeve.core.reconcile.Preview.FileChange;
import io.reeve.core.spi.NotApplicableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Makes the moves of a pass on copies of the files they are about, by the same mechanisms, and
/// tells what that does to the files. Nothing settles: no program is told, no kernel written to.
final class Rehearsal {
  private final Machine machine;
  private final Stage stage;
  private final List<FileChange> files = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Rehearsal(Machine machine, Stage stage) {
    this.machine = machine;
    this.stage = stage;
  }

  List<FileChange> files() {
    return files;
  }

  /// What could not be rehearsed, and why.
  List<String> notes() {
    return notes;
  }

  void play(List<Move> moves) {
    var about = moves.stream().filter(move -> !machine.files(move.address()).isEmpty()).toList();
    if (about.isEmpty()) {
      return;
    }
    if (!stage.tellsWhoMayRead()) {
      notes.add("files are not shown: this system's permissions do not tell who may read them");
      return;
    }
    try (var scene = Scene.in(stage)) {
      var understudy = new Machine(stage.mechanisms().apply(scene.root()));
      var ready = about.stream().filter(move -> prepare(scene, move)).toList();
      var before = scene.props();
      ready.forEach(move -> perform(understudy, move));
      compare(scene, before, scene.props());
    } catch (IOException e) {
      notes.add("no file could be rehearsed: " + Machine.reason(e));
    }
  }

  private boolean prepare(Scene scene, Move move) {
    try {
      for (var file : new TreeSet<>(machine.files(move.address()))) {
        scene.take(file);
      }
      return true;
    } catch (IOException e) {
      untold(move, Machine.reason(e));
      return false;
    }
  }

  private void perform(Machine understudy, Move move) {
    try {
      move.perform(understudy);
    } catch (NotApplicableException _) {
      untold(move, "it changes only with the running system");
    } catch (IOException e) {
      untold(move, Machine.reason(e));
    }
  }

  private void untold(Move move, String why) {
    notes.add(
        "what happens to the files of %s cannot be foretold: %s"
            .formatted(move.address().words(), why));
  }

  private void compare(Scene scene, Map<Path, Scene.Prop> before, Map<Path, Scene.Prop> after)
      throws IOException {
    var all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    for (var file : all) {
      var was = before.get(file);
      var is = after.get(file);
      if (!Objects.equals(was, is)) {
        files.add(change(scene.original(file), scene.isOpenOnTheMachine(file), was, is));
      }
    }
  }

  private static FileChange change(
      Path file, boolean open, Scene.@Nullable Prop was, Scene.@Nullable Prop is) {
    var fate = was == null ? Fate.MADE : is == null ? Fate.REMOVED : Fate.CHANGED;
    var attributes =
        was == null
            ? is == null ? "" : is.attributes()
            : is == null || is.attributes().equals(was.attributes())
                ? was.attributes()
                : was.attributes() + " -> " + is.attributes();
    if (!open || (was != null && !was.open()) || (is != null && !is.open())) {
      return new FileChange(file, fate, attributes, "", "not shown: not everybody may read it");
    }
    var old = text(was);
    var fresh = text(is);
    return old == null || fresh == null
        ? new FileChange(file, fate, attributes, "", "not shown: it is no text")
        : new FileChange(file, fate, attributes, UnifiedDiff.of(old, fresh), "");
  }

  private static @Nullable String text(Scene.@Nullable Prop prop) {
    if (prop == null) {
      return "";
    }
    try {
      var text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(prop.bytes().getBytes(StandardCharsets.ISO_8859_1)));
      return text.toString().indexOf('\0') < 0 ? text.toString() : null;
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
